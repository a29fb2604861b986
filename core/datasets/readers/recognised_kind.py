"""Which kind of data a file holds, told by its content, with the reason and how sure that is."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.file_content import looks_like, shown_name
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.archive import open_archive
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.formats import recognise
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.numbers import parse_column, parse_columns, share_of_numbers
from core.datasets.readers.part_names import PARTS, named_part, part_of_file
from core.datasets.readers.roles import edge_role_of, role_of
from core.datasets.readers.table import Table
from core.datasets.readers.upload import open_upload
from core.errors import LimitError, ParameterError, UploadError

CERTAIN, LIKELY, GUESS = "certain", "likely", "a guess"
LOOKED_AT_ROWS = 2_000  # of a table; its first rows say what it is
LARGEST_SQUARE = 10_000  # rows of a table that is looked through for distances
MOST_CHARACTERS = 30  # of a column's name in a reason
_SHARED_ENDS = 0.5  # of the names in the shorter column, that the other one holds too
MOST_PAIRS = 2_000  # of rows that are compared


@dataclass(frozen=True)
class RecognisedKind:
    """What a file holds.

    Attributes
    ----------
    kind : "fingerprints" (a survey), "points", "distances" or "graph"
    reason : what tells so, a sentence
    sure : "certain" where the file says it, "likely" where names or values do, else "a guess"
    part : for a file that belongs to a survey what it is there, a key of ``PARTS``; else ""
    square : whether it is a square of numbers with 0 on its diagonal, as distances are
    """

    kind: str
    reason: str
    sure: str
    part: str = ""
    square: bool = False


def recognised_kind(data: bytes, filename: str) -> RecognisedKind:
    r"""The kind of a file by its content alone; its name is for messages.

    >>> recognised_kind(b"from,to\na,b\nb,c\n", "a.csv").kind
    'graph'
    >>> recognised_kind(b"length,width,species\n5.1,3.5,setosa\n4.9,3.0,setosa\n", "a.csv").kind
    'points'

    Raises UploadError for a file that no format reads.
    """
    try:
        row = recognise(data, filename)
        if row.inspect is not None:
            return kind_of_table(row.inspect(data, filename), filename)
        if len(row.holds) == 1:
            if looks_like(data) == "ZIP archive":
                open_archive(data, shown_name(filename))  # a damaged one holds nothing
            kind = next(iter(row.holds))
            holds = {"fingerprints": "a survey", "points": "points", "graph": "a graph"}[kind]
            return RecognisedKind(kind, f"The file's format ({row.title}) holds {holds}.", CERTAIN)
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error
    return _of_arrays(data, filename)


def kind_of_table(table: Table, filename: str = "") -> RecognisedKind:
    """The kind of a table, by the names of its columns and then by their values."""
    if table.meaning is not None:
        kind = table.meaning.kind
        return RecognisedKind(kind, "The file itself says what its columns mean.", CERTAIN)
    head = Table(
        table.frame.head(LOOKED_AT_ROWS),
        table.name,
        decimal=table.decimal,
        has_header=table.has_header,
    )
    for rule in (_ends_by_name, _survey, _positions):
        found = rule(head, filename)
        if found is not None:
            return found
    found = _square(table) or _ends_by_content(head) or _numbers(head)
    return replace(found, part=_row_by_row(head, filename))


def _ends_by_name(table: Table, filename: str) -> RecognisedKind | None:
    if not table.has_header:
        return None
    named = {role_of(column): column for column in reversed(table.columns)}
    if {"source", "target"} <= named.keys():
        ends = _quoted([named["source"], named["target"]])
        sure = CERTAIN if len(table.columns) <= 3 else LIKELY
        return RecognisedKind("graph", f"The columns {ends} are the two ends of an edge.", sure)
    if len(table.columns) > 3:
        return None
    named = {edge_role_of(column): column for column in reversed(table.columns)}
    if {"source", "target"} <= named.keys() and not (
        _measures(table, named["source"]) or _measures(table, named["target"])
    ):
        ends = _quoted([named["source"], named["target"]])
        return RecognisedKind("graph", f"The columns {ends} name the two ends of an edge.", LIKELY)
    return None


def _measures(table: Table, column: str) -> bool:
    """Whether a column holds numbers with decimals, which name nothing."""
    if share_of_numbers(table, column) < 0.5:
        return False
    values, _ = parse_column(table, column)
    filled = values[~np.isnan(values)]
    return bool((filled != np.rint(filled)).any())


def _survey(table: Table, filename: str) -> RecognisedKind | None:
    try:
        mapping = guess_mapping(table, "fingerprints")
    except UploadError:
        return None
    if mapping.layout == "long":
        beacon = [mapping.roles[role] for role in ("beacon", "major", "minor")
                  if role in mapping.roles]  # fmt: skip
        name = "names" if len(beacon) == 1 else "together name"
        reason = (
            f"{_quoted(beacon)} {name} a beacon, and {_quoted([mapping.roles['rss']])} is what was "
            "received from it, row by row."
        )
        return RecognisedKind("fingerprints", reason, CERTAIN)
    rss, _, _ = parse_columns(table, mapping.values, bad_cells="drop")
    return _wide_survey(table, mapping) if (rss < 0).any() else None


def _wide_survey(table: Table, mapping: ColumnMapping) -> RecognisedKind | None:
    """Columns of received power: with places it is a survey, without where they are most of all."""
    n_beacons = len(mapping.values)
    power = f"{n_beacons:,} {'column holds' if n_beacons == 1 else 'columns hold'} received power"
    if {"x", "y"} <= mapping.roles.keys():
        places = _quoted([mapping.roles["x"], mapping.roles["y"]])
        return RecognisedKind("fingerprints", f"{power} in dBm, {places} the place.", CERTAIN)
    if "location" in mapping.roles:
        place = _quoted([mapping.roles["location"]])
        return RecognisedKind("fingerprints", f"{power} in dBm, {place} the place.", LIKELY)
    if n_beacons >= 2 and 2 * n_beacons >= len(table.columns):
        return RecognisedKind(
            "fingerprints", f"{power} (−20 to −120 dBm); no column is named like a place.", LIKELY
        )
    return None


def _positions(table: Table, filename: str) -> RecognisedKind | None:
    """What goes with the scans of a survey, and is points by itself."""
    part, named = part_of_file(filename, table), named_part(filename)
    if part not in ("locations", "beacons", "obstacles") or not table.has_header:
        return None
    if part == named:
        reason = f"By its name it holds {PARTS[part]}: it goes with a survey."
        return RecognisedKind("points", reason, LIKELY, part)
    if not any(role_of(column) in ("location", "beacon") for column in table.columns):
        return None
    reason = f"Each row names a {part[:-1]} and gives its x and y: it goes with a survey."
    return RecognisedKind("points", reason, LIKELY, part)


def _row_by_row(table: Table, filename: str) -> str:
    """What a table without names of columns is beside the scans of a survey, by its file's name."""
    part = named_part(filename)
    return part if part in ("coordinates", "ids", "times") and not table.has_header else ""


def _square(table: Table) -> RecognisedKind | None:
    numeric = [c for c in table.columns if share_of_numbers(table, c) == 1.0]
    n = len(table.frame)
    if len(numeric) == n + 1 and numeric[0] == table.columns[0]:
        numeric = numeric[1:]  # numbers that name the rows
    if not 3 <= n <= LARGEST_SQUARE or len(numeric) != n:
        return None
    values, _, _ = parse_columns(table, numeric, bad_cells="drop")
    return _of_square(values)


def _of_square(values: NDArray[np.float64]) -> RecognisedKind | None:
    """Distances are symmetric and 0 on the diagonal; in an adjacency matrix 0 stands elsewhere."""
    n = len(values)
    if values.shape != (n, n) or n < 3 or not np.isfinite(values).all() or (values < 0).any():
        return None
    largest = float(values.max())
    if largest == 0 or np.abs(np.diag(values)).max() > 1e-6 * largest:
        return None
    uneven = np.abs(values - values.T) > 1e-6 * largest
    if uneven.any():
        return _uneven_square(values, uneven)
    square = f"A square of {n:,} × {n:,} numbers, the same on both sides of its diagonal"
    first, second = np.nonzero((values == 0) & ~np.eye(n, dtype=bool))
    first, second = first[:MOST_PAIRS], second[:MOST_PAIRS]
    # Points at distance 0 are one point, and equally far from all others; nodes without an edge
    # need not have the same neighbours.
    if np.abs(values[first] - values[second]).max(initial=0.0) > 1e-6 * largest:
        why = f"{square}, with 0 where two are not joined."
        return RecognisedKind("graph", why, LIKELY, square=True)
    why = f"{square} and 0 on it: distances of all pairs."
    return RecognisedKind("distances", why, LIKELY, square=True)


def _uneven_square(values: NDArray[np.float64], uneven: NDArray[np.bool_]) -> RecognisedKind | None:
    """Distances but for their two sides are named; with zeros it may be a graph with directions."""
    n = len(values)
    if np.count_nonzero(values) < n * (n - 1):
        return None
    row, column = (int(i) for i in np.argwhere(uneven)[0])
    return RecognisedKind(
        "points",
        f"A square of {n:,} × {n:,} numbers with 0 on its diagonal, as distances have; but row "
        f"{row + 1:,}, column {column + 1:,} is {values[row, column]:.4g} and row {column + 1:,}, "
        f"column {row + 1:,} is {values[column, row]:.4g}, so they are none.",
        GUESS,
        square=True,
    )


def _ends_by_content(table: Table) -> RecognisedKind | None:
    """Two columns of names or whole numbers that share many, perhaps with a weight."""
    if len(table.columns) not in (2, 3):
        return None
    ends = [table.frame[column].astype(str).str.strip() for column in table.columns[:2]]
    are_numbers = [share_of_numbers(table, column) >= 0.5 for column in table.columns[:2]]
    if any(are_numbers) and not all(end.str.fullmatch(r"\d+").all() for end in ends):
        return None
    if table.has_header and all(are_numbers):
        return None  # two named columns of counts are as likely two features
    if len(table.columns) == 3 and share_of_numbers(table, table.columns[2]) < 0.5:
        return None
    left, right = (set(end) - {""} for end in ends)
    shared = len(left & right) / max(min(len(left), len(right)), 1)
    if shared < _SHARED_ENDS or len(left | right) < 3:
        return None
    what = "two" if len(table.columns) == 2 else "the first two"
    return RecognisedKind("graph", f"The same names stand in {what} columns: edges.", LIKELY)


def _numbers(table: Table) -> RecognisedKind:
    numeric = [column for column in table.columns if share_of_numbers(table, column) >= 0.5]
    n_text = len(table.columns) - len(numeric)
    if not numeric:
        return RecognisedKind("points", "No column holds numbers, so this is hard to tell.", GUESS)
    holds = "column holds" if len(numeric) == 1 else "columns hold"
    words = f", {n_text:,} {'holds' if n_text == 1 else 'hold'} words" if n_text else ""
    sure = GUESS if len(table.columns) <= 3 and not table.has_header else LIKELY
    return RecognisedKind("points", f"{len(numeric):,} {holds} numbers{words}.", sure)


def _of_arrays(data: bytes, filename: str) -> RecognisedKind:
    """An array has no columns with names: what its reader makes of it, and its values, say it."""
    dataset = open_upload(data, filename).dataset
    if isinstance(dataset, GraphData):
        return RecognisedKind("graph", "The file holds an adjacency matrix.", CERTAIN)
    if not isinstance(dataset, PointCloud):
        return RecognisedKind("fingerprints", "The file holds received power in dBm.", CERTAIN)
    values = dataset.values
    square = _of_square(values) if len(values) <= LARGEST_SQUARE else None
    if square is not None:
        return square
    shape = f"{values.shape[0]:,} rows of {values.shape[1]:,} numbers"
    if ((values > -120) & (values < -20)).mean() > 0.5:
        return RecognisedKind("fingerprints", f"{shape}, most from −120 to −20 dBm.", GUESS)
    return RecognisedKind("points", f"{shape}.", LIKELY)


def _quoted(names: list[str]) -> str:
    shown = [
        f"“{name if len(name) <= MOST_CHARACTERS else name[: MOST_CHARACTERS - 1] + '…'}”"
        for name in names
    ]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
