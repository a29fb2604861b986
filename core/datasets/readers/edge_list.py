"""Edge lists: one row per edge, with the two nodes and perhaps a weight."""

import numpy as np
import pandas as pd
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.datasets.readers.mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.rss_values import rows_left_out
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit


def build_edges(table: Table, mapping: ColumnMapping) -> Upload:
    """An undirected GraphData; nodes in order of appearance, weight 1 without a weight column.

    Self-loops are left out. Of an edge that is listed several times, in either direction, the
    largest weight counts. Negative weights are refused.
    """
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
    codes, node_ids = pd.factorize(np.column_stack([ends[0][keep], ends[1][keep]]).ravel())
    check_limit("graph_nodes", len(node_ids), what="The graph")
    source, target = codes[0::2], codes[1::2]
    loops = source == target
    if loops.any():
        notices += (f"{int(loops.sum()):,} edges from a node to itself were left out.",)
    pairs = pd.DataFrame(
        {
            "low": np.minimum(source, target)[~loops],
            "high": np.maximum(source, target)[~loops],
            "weight": weight[keep][~loops],
        }
    )
    largest = pairs.groupby(["low", "high"], as_index=False)["weight"].max()
    if len(largest) < len(pairs):
        notices += (
            f"{len(pairs) - len(largest):,} repeated edges were joined; the largest weight counts.",
        )
    n = len(node_ids)
    upper = sparse.coo_array(
        (largest["weight"].to_numpy(), (largest["low"].to_numpy(), largest["high"].to_numpy())),
        shape=(n, n),
    )
    if not upper.nnz:
        notices += ("The graph has no edge between different nodes.",)
    return Upload(GraphData(sparse.csr_array(upper + upper.T), node_ids), notices)
