"""Many small logs without a header, a line for each reading, each named after its place."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.part_series import places_of, stem_of, with_names
from core.datasets.readers.table import Table, inspect_table
from core.datasets.readers.text import decode_text

_MAC = re.compile(r"[0-9A-Fa-f]{12}|(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}")
_EPOCH_S = (5e8, 5e9)  # 1985 to 2128


def join_unnamed(files: Mapping[str, bytes]) -> tuple[str, Table] | None:
    """The name and the joined table of logs without a header; None for anything else.

    Every line is a reading: a column of powers, one of hardware addresses, perhaps one of seconds
    since 1970. Of two columns of addresses, a receiver's and a sender's, the one with more names is
    taken for the beacons: the other moved from place to place. Every file's name gives its place.
    """
    stems = [stem_of(name) for name in files]
    if len(files) < 2 or places_of(stems) is None:
        return None
    names = list(files)
    lines = [
        [line for line in decode_text(data, name)[0].splitlines() if line.strip()]
        for name, data in files.items()
    ]
    if not all(each and _MAC.search(each[0]) for each in lines):
        return None
    label = f"{len(names):,} files like {names[0].rsplit('/', 1)[-1]}"
    table = inspect_table("\n".join(line for each in lines for line in each).encode(), label)
    if table.has_header or len(table.frame) != sum(map(len, lines)):
        return None
    roles = _roles(table)
    if not {"beacon", "rss"} <= roles.keys():
        return None
    renamed = table.frame.rename(columns={column: role for role, column in roles.items()})
    file = np.repeat(np.arange(len(names)), [len(each) for each in lines])
    row = np.concatenate([np.arange(len(each)) + 1 for each in lines])
    named = Table(renamed, table.name, table.encoding, table.separator, table.decimal)
    return names[0], with_names(named, names, file, row, ids=False)


def _roles(table: Table) -> dict[str, str]:
    """Role → the column that has it, told by what the columns hold."""
    values, _, _ = parse_columns(table, table.columns, bad_cells="drop")
    roles: dict[str, str] = {}
    most = 0
    for column, numbers in zip(table.columns, values.T, strict=True):
        text: pd.Series = table.frame[column].astype(str).str.strip()
        known = numbers[~np.isnan(numbers)]
        if text.str.fullmatch(_MAC).all():
            if text.nunique() > most:
                roles["beacon"], most = column, text.nunique()
        elif len(known) == len(numbers) and ((known < 0) & (known >= -120)).all():
            roles["rss"] = column
        elif len(known) == len(numbers) and ((known > _EPOCH_S[0]) & (known < _EPOCH_S[1])).all():
            roles["time"] = column
    return roles
