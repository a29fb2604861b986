"""Adjacency matrices as tables: a row and a column for each node, under the same names."""

from dataclasses import replace

import numpy as np

from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.sparse_arrays import graph_of
from core.datasets.readers.table import Table
from core.errors import UploadError

MOST_EDGE_COLUMNS = 3  # of a list of edges: source, target, weight


def adjacency_meaning(table: Table, *, may_be_unnamed: bool = False) -> ColumnMapping | None:
    r"""The meaning of a square table whose rows and columns have the same names; else None.

    The names of the rows stand in the first column. Where names are numbers, the row of the
    columns' names was perhaps taken for data. ``may_be_unnamed``: a graph is wanted; so numbers
    without names are one, too: four or more rows and columns, which no list of edges has, or three
    that are symmetric around zeros.

    >>> from core.datasets.readers.table import inspect_table
    >>> adjacency_meaning(inspect_table(b",a,b\na,0,1\nb,1,0\n", "m.csv")).values
    ('a', 'b')
    """
    first, *others = table.columns
    columns = _column_names(table)
    rows = _names(table, first)[0 if table.has_header else 1 :]
    is_named = len(columns) > 1 and len(set(columns)) == len(columns)
    if is_named and sorted(rows) == sorted(columns):
        return ColumnMapping("matrix", {"names": first}, tuple(others))
    if may_be_unnamed and _is_unnamed_square(table):
        return ColumnMapping("matrix", {}, tuple(table.columns))
    return None


def has_gaps(table: Table, meaning: ColumnMapping) -> bool:
    """Whether a square holds 0 or nothing beside its diagonal: then it is no table of distances."""
    frame = table.frame if table.has_header else table.frame.iloc[1:]
    values, _, _ = parse_columns(replace(table, frame=frame), meaning.values, bad_cells="drop")
    columns = {column: number for number, column in enumerate(_column_names(table))}
    rows = _names(table, meaning.roles["names"])[0 if table.has_header else 1 :]
    own = np.array([columns[row] for row in rows])
    beside = np.ones(values.shape, dtype=bool)
    beside[np.arange(len(own)), own] = False
    return bool((np.nan_to_num(values, nan=0.0)[beside] == 0).any())


def build_matrix(table: Table, mapping: ColumnMapping) -> Upload:
    """An undirected GraphData; an empty cell is no edge, columns may stand in any order.

    Loops are left out, and of two weights of one pair the larger counts. Negative weights are
    refused.
    """
    if not mapping.roles:
        values, _, _ = parse_columns(table, mapping.values)
        numbers = np.arange(1, len(values) + 1).astype(str)
        upload = graph_of(np.nan_to_num(values, nan=0.0), table.name, {"node_ids": numbers})
        said = "Rows and columns have no names, so the nodes are numbered from 1."
        return replace(upload, notices=(*table.notices, said, *upload.notices))
    columns = _column_names(table)
    if not table.has_header:
        table = replace(table, frame=table.frame.iloc[1:])
    values, _, _ = parse_columns(table, mapping.values)
    rows = _names(table, mapping.roles["names"])
    place = {column: number for number, column in enumerate(columns)}
    values = np.nan_to_num(values[:, [place[row] for row in rows]], nan=0.0)
    upload = graph_of(values, table.name, {"node_ids": np.array(rows, dtype=str)})
    return replace(upload, notices=(*table.notices, *upload.notices))


def _is_unnamed_square(table: Table) -> bool:
    n = len(table.columns)
    if table.has_header or n < 3 or len(table.frame) != n:
        return False
    try:
        values, _, _ = parse_columns(table, table.columns)
    except UploadError:
        return False
    if n > MOST_EDGE_COLUMNS:
        return bool(values.any())
    return bool((values == values.T).all() and not values.diagonal().any() and values.any())


def _names(table: Table, column: str) -> list[str]:
    return [str(cell).strip() for cell in table.frame[column]]


def _column_names(table: Table) -> list[str]:
    """How the columns are called in the file, the first one aside."""
    if table.has_header:
        return [column.strip() for column in table.columns[1:]]
    return [str(cell).strip() for cell in table.frame.iloc[0, 1:]]
