"""Many small files of one layout, joined to one table; what their names say becomes columns."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from core.datasets.readers.part_names import part_of_file, role_of_file
from core.datasets.readers.roles import roles_of
from core.datasets.readers.table import Table, inspect_table
from core.datasets.readers.text import decode_text

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_NAMED_XY = re.compile(rf"x[\s_=]*{_NUMBER}\D*?y[\s_=]*{_NUMBER}", re.IGNORECASE)
_NAME_THEN_XY = re.compile(  # "sensor10_0.16_6.57_1.85": who, x, y and a height
    r"[A-Za-z]\w*?[_ -](-?\d+\.\d+)[_, ]+(-?\d+\.\d+)(?:[_, ]+-?\d+(?:\.\d+)?)?"
)
_TWO_NUMBERS = re.compile(rf"[A-Za-z]*[_ -]?{_NUMBER}[_, ]+{_NUMBER}")


def join_series(files: Mapping[str, bytes]) -> tuple[str, Table] | None:
    """The name and the joined table of the files that begin with the same header; None for others.

    Places are read from names like "x3_y5.csv" and "3.5_2.csv", else a file's name is the code of
    its location; where the rows have a place, it is their session. A row is called by its file and
    its number there.
    """
    if len(files) < 2:
        return None
    texts, first_lines = {}, set()
    for name, data in files.items():
        text, _, _ = decode_text(data, name)
        texts[name] = text
        first_lines.add(text.partition("\n")[0].strip())
    header = next(iter(first_lines))
    if len(first_lines) > 1 or any(_breaks_within_quotes(text) for text in texts.values()):
        return None
    names, bodies = list(texts), [text.partition("\n")[2].rstrip("\n") for text in texts.values()]
    joined = "\n".join([header, *bodies])
    label = f"{len(names):,} files like {names[0].rsplit('/', 1)[-1]}"
    table = inspect_table(joined.encode(), label)
    if not table.has_header or part_of_file(names[0], table) != "table":
        return None
    begins = np.cumsum([1, *(body.count("\n") + 1 for body in bodies[:-1])])
    line = table.frame.index.to_numpy()
    file = np.searchsorted(begins, line, side="right") - 1
    return names[0], with_names(table, names, file, line - begins[file] + 2)


def join_logs(tables: Mapping[str, Table]) -> tuple[str, Table] | None:
    """The same for tables of one app's logs, which say themselves what their columns mean.

    None unless there are several, all with the same columns. Scans of two files are never one.
    """
    first = next(iter(tables.values()), None)
    if first is None or first.meaning is None or len(tables) < 2:
        return None
    if any(
        each.columns != first.columns or each.meaning != first.meaning for each in tables.values()
    ):
        return None
    names = list(tables)
    file = np.repeat(np.arange(len(names)), [len(each.frame) for each in tables.values()])
    row = np.concatenate([each.frame.index.to_numpy() + 1 for each in tables.values()])
    frame = pd.concat([each.frame for each in tables.values()], ignore_index=True)
    scan = first.meaning.roles.get("scan")
    if scan is not None:
        frame[scan] = [f"{f + 1}/{s}" for f, s in zip(file, frame[scan], strict=True)]
    whole = Table(frame, first.name, first.encoding, first.separator, first.decimal)
    notices = tuple(dict.fromkeys(said for each in tables.values() for said in each.notices))
    if len(names) > 2:
        notices = ()  # a sentence for each file says nothing in their number
    whole = with_names(replace(whole, notices=notices), names, file, row)
    roles = dict(first.meaning.roles)
    roles |= {column: column for column in whole.columns if column not in first.columns}
    unit = "m" if "x" not in first.meaning.roles and "x" in roles else first.meaning.length_unit
    return names[0], replace(whole, meaning=replace(first.meaning, roles=roles, length_unit=unit))


def _breaks_within_quotes(text: str) -> bool:
    return '"' in text and any(line.count('"') % 2 for line in text.split("\n"))


def stem_of(name: str) -> str:
    """A file's name without its folders and its ending.

    >>> stem_of("a/b_1.5.csv")
    'b_1.5'
    """
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def with_names(
    table: Table, names: list[str], file: np.ndarray, row: np.ndarray, *, ids: bool = True
) -> Table:
    """The table with the columns that its files' names give.

    ``ids``: whether a row is a scan, and is called by its file and its number there.
    """
    stems = [stem_of(name) for name in names]
    frame, roles = table.frame.copy(), roles_of(table.columns)
    said: dict[str, list[str]] = {}
    placed = {"x", "y"} <= roles.keys() or "location" in roles
    xy = None if placed else places_of(stems)
    if xy is not None:
        said["x"], said["y"] = [x for x, _ in xy], [y for _, y in xy]
    elif not placed:
        said["location"] = stems
    elif "session" not in roles:
        said["session"] = stems
    if "role" not in roles and all(role_of_file(name) for name in names):
        said["role"] = [role_of_file(name) for name in names]
    if ids and "id" not in roles:
        said["id"] = stems
    for column, values in said.items():
        frame[column] = np.array(values, dtype=object)[file]
    if "id" in said:
        frame["id"] = [f"{stem}/{number}" for stem, number in zip(frame["id"], row, strict=True)]
    listed = ", ".join(column for column in said if column != "id")
    notice = f"Files of one layout joined: {len(names):,}; their names gave {listed or 'nothing'}."
    return Table(
        frame, table.name, table.encoding, table.separator, table.decimal,
        notices=(*table.notices, notice),
    )  # fmt: skip


def places_of(stems: list[str]) -> list[tuple[str, str]] | None:
    """x and y of each file by one pattern that fits every name, None where there is none.

    >>> places_of(["x3_y5", "x4_y5"]), places_of(["sensor1_0.16_6.57_1.85"]), places_of(["hall"])
    ([('3', '5'), ('4', '5')], [('0.16', '6.57')], None)
    """
    for match in (_NAMED_XY.search, _TWO_NUMBERS.fullmatch, _NAME_THEN_XY.fullmatch):
        found = [match(stem) for stem in stems]
        if all(each is not None for each in found):
            return [(each[1], each[2]) for each in found if each is not None]
    return None
