"""What each column of a table of points is, guessed by its content and its name."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.readers.dates import are_dates, are_years
from core.datasets.readers.numbers import is_empty, parse_column, share_of_numbers
from core.datasets.readers.roles import is_truth, role_of
from core.datasets.readers.table import Table

MOST_LABELS = 100  # different values; of more, no legend can be read
FEW_ROWS = 20  # of a table this small, values need not repeat to be labels
SURELY_NUMBERS = 0.9  # of the filled cells; with less, the texts are looked at
MOST_MARKS = 20  # different texts in a column of measurements: "n/a", "<5"
_LOOKED_AT = 2_000
LONGEST_NAME = 60  # characters in the mean; longer texts are remarks, and name nothing
SHORTEST_COUNT = 5  # rows from which 1, 2, 3, … is a count of the rows and no accident
EMPTY_WORDS = ("", "nan", "na", "null", "none")
_ID_WORDS = (
    *(
        "id",
        "ids",
        "identifier",
        "index",
        "idx",
        "sample",
        "sampleid",
        "samplename",
        "row",
        "rowid",
    ),
    *("rownumber", "rowname", "name", "names", "key", "uuid", "guid", "barcode", "cellid", "nr"),
    *("subject", "subjectid", "patient", "patientid", "participant", "participantid", "specimen"),
    *("specimenid", "case", "caseid", "record", "recordid", "observation", "observationid", "obs"),
    *("objectid", "item", "itemid", "number", "no", "unnamed0"),
)
# Of these, one that repeats is still no measurement; "number" or "case" that repeats may be one.
_ONLY_IDS = ("id", "ids", "identifier", "index", "idx", "sample", "uuid", "guid", "subject",
             "patient", "participant", "specimen")  # fmt: skip
_ID_END = re.compile(r"([\s_.-](id|uuid|ID)|[a-z](Id|ID))$")
_LABEL_WORDS = (
    *("label", "labels", "class", "classes", "target", "species", "cluster", "community", "group"),
    *("category", "type", "diagnosis", "outcome", "variety", "cultivar", "genus"),
)


@dataclass(frozen=True)
class ColumnGuess:
    """One column's ``role`` and ``why``, a clause that ends a sentence.

    ``role`` is "feature", "id", "label", "time", "truth" or "unused". At most one column is the id,
    the label, the time.
    """

    column: str
    role: str
    why: str


@dataclass(frozen=True)
class _Content:
    """What a column holds: ``kind`` "numbers", "years", "dates", "text" or "nothing"; ``length`` is
    the mean number of characters of its texts.
    """

    kind: str
    n_filled: int = 0
    n_distinct: int = 0
    whole: bool = False
    counts_rows: bool = False
    length: float = 0.0


def guess_columns(table: Table) -> tuple[ColumnGuess, ...]:
    r"""The role of every column, in the order of the table.

    Text whose values all differ is the id, text of few values the label, dates and years the time,
    numbers are features. Numbers are no feature where they only count the rows (1, 2, 3, …), or are
    called id, index or sample and all differ: then they are the id. Whole numbers of few values are
    the label when they are called class, target, species or the like. What is called so comes
    first; of several labels the one with the fewest values.

    >>> from core.datasets.readers.table import inspect_table
    >>> rows = b"sample,site,a\nS1,north,0.5\nS2,south,0.7\nS3,north,0.1\n"
    >>> [(each.column, each.role) for each in guess_columns(inspect_table(rows, "t.csv"))]
    [('sample', 'id'), ('site', 'label'), ('a', 'feature')]
    """
    content = {column: _content_of(table, column) for column in table.columns}
    guesses: dict[str, ColumnGuess] = {}

    def take(role: str, ranked: list[tuple[float, str, str]]) -> None:
        """Give the role to the column of the lowest rank, if any."""
        if ranked:
            _, column, why = min(ranked, key=lambda each: each[0])
            guesses[column] = ColumnGuess(column, role, why)

    for column in table.columns:
        if table.has_header and is_truth(column) and content[column].kind == "numbers":
            guesses[column] = ColumnGuess(column, "truth", "its name says that it is true")
    for role, rank in (("time", _time_rank), ("label", _label_rank), ("id", _id_rank)):
        ranked = []
        for column in table.columns:
            if column not in guesses:
                found = rank(column if table.has_header else "", content[column], table)
                if found is not None:
                    ranked.append((found[0], column, found[1]))
        take(role, ranked)
    numbers = [c for c in table.columns if content[c].kind == "numbers" and c not in guesses]
    kept = [c for c in numbers if not _names_rows(c, content[c], table)]
    for column in table.columns:
        guesses.setdefault(column, _rest(column, content[column], column in (kept or numbers)))
    _leave_a_feature(table, content, guesses)
    return tuple(guesses[column] for column in table.columns)


def _leave_a_feature(
    table: Table, content: dict[str, _Content], guesses: dict[str, ColumnGuess]
) -> None:
    """A table whose only numbers count its rows, or are years, has them as its feature."""
    if any(guess.role == "feature" for guess in guesses.values()):
        return
    for column in table.columns:
        counts = content[column].kind == "numbers" and guesses[column].role == "id"
        if counts or content[column].kind == "years":
            guesses[column] = ColumnGuess(column, "feature", "no other column holds numbers")


def _content_of(table: Table, column: str) -> _Content:
    if _is_empty(table, column):
        return _Content("nothing")
    share = share_of_numbers(table, column)
    if share >= 0.5 and not (share < SURELY_NUMBERS and _has_many_words(table, column)):
        return _numbers_in(table, column)
    text = table.frame[column].astype(str).str.strip()
    filled = text[~text.str.lower().isin(EMPTY_WORDS)]
    kind = "dates" if are_dates(filled) else "text"
    length = float(filled.str.len().mean())
    return _Content(kind, len(filled), int(filled.nunique()), length=length)


def _has_many_words(table: Table, column: str) -> bool:
    """Whether its texts differ a lot, as in ticket numbers; marks for "no value" do not."""
    head = table.frame[[column]].head(_LOOKED_AT)
    _, bad = parse_column(Table(head, table.name, decimal=table.decimal), column)
    return int(head[column].astype(str)[bad].nunique()) > MOST_MARKS


def _is_empty(table: Table, column: str) -> bool:
    """Whether no cell is filled; a look at the first is enough for most columns."""
    head = Table(table.frame[[column]].head(100), table.name, decimal=table.decimal)
    return is_empty(head, column) and is_empty(table, column)


def _numbers_in(table: Table, column: str) -> _Content:
    name = column if table.has_header else ""
    head = _head_of(table, column)
    if are_years(name, head) and are_years(name, parse_column(table, column)[0]):
        return _Content("years")
    seems_counted = len(head) >= SHORTEST_COUNT and _is_counted(head, column, table)
    if not (seems_counted or _is_called_id(name) or _plain(name) in _LABEL_WORDS):
        return _Content("numbers")  # a measurement, of which nothing more is asked
    values, _ = parse_column(table, column)
    filled = values[~np.isnan(values)]
    if not len(filled) or (filled != np.rint(filled)).any():
        return _Content("numbers", len(filled))
    counts = seems_counted and _is_counted(values, column, table)
    return _Content("numbers", len(filled), int(pd.unique(filled).size), True, counts)


def _head_of(table: Table, column: str) -> NDArray[np.float64]:
    """The first cells of a column as numbers."""
    head = Table(table.frame[[column]].head(100), table.name, decimal=table.decimal)
    return parse_column(head, column)[0]


def _is_counted(values: NDArray[np.float64], column: str, table: Table) -> bool:
    """Whether they are 1, 2, 3, …; in a column without a name, 0, 1, 2, … too."""
    start = 0.0 if _is_unnamed(column, table) and values[0] == 0 else 1.0
    return bool((values == start + np.arange(len(values))).all())


def _is_unnamed(column: str, table: Table) -> bool:
    """Whether the header has no name for the column: so tables are written with their index."""
    return table.has_header and re.fullmatch(r"column \d+|Unnamed: 0", column) is not None


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


def _is_called_id(column: str) -> bool:
    return _plain(column) in _ID_WORDS or _ID_END.search(column.strip()) is not None


def _names_rows(column: str, found: _Content, table: Table) -> bool:
    """Whether a column of numbers names or counts rows, so that it measures nothing."""
    named = table.has_header and _is_called_id(column) and found.whole
    surely = _plain(column) in _ONLY_IDS or _ID_END.search(column.strip()) is not None
    differ = found.n_distinct == found.n_filled
    return (named and (surely or differ)) or _counts_rows(column, found, table)


def _counts_rows(column: str, found: _Content, table: Table) -> bool:
    """A count of the rows; the coordinates of a regular row of points are called x, y or time."""
    spoken_for = table.has_header and role_of(column) in ("x", "y", "time")
    return found.counts_rows and not spoken_for


def _time_rank(column: str, found: _Content, table: Table) -> tuple[float, str] | None:
    named = role_of(column) == "time"
    if named and found.kind in ("numbers", "dates"):
        return 0.0, "its name says that it is a time"
    if found.kind == "dates":
        return 1.0, "it holds dates"
    if found.kind == "years":
        return 2.0, "it holds years"
    return None


def _label_rank(column: str, found: _Content, table: Table) -> tuple[float, str] | None:
    n, distinct = found.n_filled, found.n_distinct
    plain = _plain(column)
    few = distinct <= MOST_LABELS and (distinct <= n // 2 or n <= FEW_ROWS)
    why = f"it has {distinct:,} different values"
    named_text = plain in _LABEL_WORDS and found.kind == "text"
    if named_text and (n <= FEW_ROWS or distinct < n):
        return float(_LABEL_WORDS.index(plain)), why
    if found.kind == "numbers" and plain in _LABEL_WORDS and found.whole and few:
        return float(_LABEL_WORDS.index(plain)), why
    if found.kind == "text" and few and 1 < distinct < n:
        # An id that repeats tells groups of rows apart, but what is called so comes last.
        return 100.0 + distinct + (1000.0 if _is_called_id(column) else 0.0), why
    return None


def _id_rank(column: str, found: _Content, table: Table) -> tuple[float, str] | None:
    n = found.n_filled
    differ = n > 0 and found.n_distinct == n
    why = f"its {n:,} values all differ"
    if differ and _is_called_id(column) and (found.kind == "text" or found.whole):
        return (0.0 if found.kind == "text" else 1.0), why
    if differ and n > 1 and found.kind == "text" and found.length <= LONGEST_NAME:
        return 2.0, why
    if found.kind == "numbers" and _counts_rows(column, found, table):
        return 3.0, "it counts the rows"
    return None


def _rest(column: str, found: _Content, is_feature: bool) -> ColumnGuess:
    """The role of a column that is neither id, label, time nor truth."""
    if found.kind == "nothing":
        return ColumnGuess(column, "unused", "it is empty")
    if is_feature:
        return ColumnGuess(column, "feature", "it holds numbers")
    if found.kind == "numbers":
        return ColumnGuess(column, "unused", "it names rows, and measures nothing")
    if found.kind in ("dates", "years"):
        why = f"it holds {found.kind}, and another column is the time"
        return ColumnGuess(column, "unused", why)
    if found.n_distinct == 1:
        return ColumnGuess(column, "unused", "it says the same in every row")
    return ColumnGuess(column, "unused", f"it is text of {found.n_distinct:,} different values")
