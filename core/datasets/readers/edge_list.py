"""Edge lists: one row per edge, with the two nodes and perhaps a weight."""

import numpy as np
import pandas as pd

from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.edge_table import REPEATS, EdgeTable, graph_from_edges
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.rss_values import rows_left_out
from core.datasets.readers.table import Table
from core.errors import UploadError


def build_edges(table: Table, mapping: ColumnMapping) -> Upload:
    """An undirected GraphData; nodes in order of appearance, weight 1 without a weight column.

    Self-loops are left out. Of an edge that is listed several times, in either direction,
    ``mapping.repeats`` says what counts. Negative weights are refused.
    """
    if mapping.repeats not in REPEATS:
        raise UploadError(f"repeats is {mapping.repeats!r}; choose one of: {', '.join(REPEATS)}.")
    if not {"source", "target"} <= mapping.roles.keys():
        raise UploadError(f"{table.name} needs a source and a target column; choose them.")
    ends = [
        np.array([str(cell).strip() for cell in table.frame[mapping.roles[role]]], dtype=object)
        for role in ("source", "target")
    ]
    keep = (ends[0] != "") & (ends[1] != "")
    notices = table.notices + rows_left_out(int((~keep).sum()), "they name no node")
    weight = np.ones(len(table.frame))
    if "weight" in mapping.roles:
        column = mapping.roles["weight"]
        values, readable, more = parse_columns(table, [column], bad_cells=mapping.bad_cells)
        weight = values[:, 0]
        notices += more + rows_left_out(int((np.isnan(weight) & readable).sum()), "no weight")
        keep &= readable & ~np.isnan(weight)
        if (weight[keep] < 0).any():
            row = int(np.flatnonzero(keep & (weight < 0))[0])
            raise UploadError(
                f"{table.name} has the negative weight {weight[row]:g} in row "
                f"{table.row_number(row):,}; similarities must not be negative."
            )
    if not keep.any():
        raise UploadError(f"{table.name} holds no edge; each row needs two nodes.")
    if all(_is_fraction(cell) for end in ends for cell in end[keep]):
        notices += (
            "The names of all nodes are numbers with decimals; if the rows are points, open the "
            "file on the Data page.",
        )
    codes, node_ids = pd.factorize(np.column_stack([ends[0][keep], ends[1][keep]]).ravel())
    edges = EdgeTable(node_ids.tolist(), codes[0::2], codes[1::2], weight[keep])
    return graph_from_edges(edges, table.name, notices, mapping.repeats)


def _is_fraction(cell: str) -> bool:
    whole, _, decimals = cell.replace(",", ".").lstrip("-").partition(".")
    return whole.isdigit() and decimals.isdigit() and bool(decimals.strip("0"))
