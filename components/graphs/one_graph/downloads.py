"""What the "One graph" view lets a user take away."""

import io

import numpy as np
import pandas as pd

from components.csv_export import to_csv
from components.graphs.graph_choice import GraphChoice
from components.graphs.node_names import node_columns
from components.graphs.one_graph.results import Compared, Setting
from components.page_frame import Download
from core.datasets.readers import write_edges, write_graphml
from core.graphs import kernel_matrix


def one_graph_downloads(
    choice: GraphChoice, setting: Setting, compared: Compared
) -> list[Download]:
    """Labels as CSV, the graph with its partitions as GraphML, the kernel as NPZ, the edges."""

    def labels() -> bytes:
        return to_csv(labels_table(choice, compared))

    def graphml() -> bytes:
        named = {f"cluster_{name}": each + 1 for name, each in compared.labels.items()}
        return write_graphml(choice.graph, named)

    downloads = [
        Download("Labels (CSV)", "kernelscope-labels.csv", "text/csv", labels),
        Download(
            "Graph with partitions (GraphML)",
            "kernelscope-graph.graphml",
            "application/xml",
            graphml,
        ),
        Download(
            "Edges (CSV)",
            "kernelscope-edges.csv",
            "text/csv",
            lambda: write_edges(choice.graph).encode(),
        ),
    ]
    if setting.measure in compared.labels:
        downloads.insert(
            2,
            Download(
                f"Kernel of {setting.measure} (NPZ)",
                "kernelscope-kernel.npz",
                "application/octet-stream",
                lambda: kernel_file(choice, setting),
            ),
        )
    return downloads


def labels_table(choice: GraphChoice, compared: Compared) -> pd.DataFrame:
    """One row per node: its name, its known community, its cluster by each partition."""
    columns: dict[str, np.ndarray] = node_columns(choice.graph)
    if choice.graph.communities is not None:
        columns["community"] = choice.graph.communities
    return pd.DataFrame(columns | {name: each + 1 for name, each in compared.labels.items()})


def kernel_file(choice: GraphChoice, setting: Setting) -> bytes:
    """NPZ with kernel (n, n), node_ids, measure, x, and communities where known."""
    x = setting.x_of(setting.measure)
    arrays = {
        "kernel": kernel_matrix(choice.graph.adjacency, setting.measure, x),
        "node_ids": choice.graph.node_ids,
        "measure": np.array(setting.measure),
        "x": np.array(np.nan if x is None else x),
    }
    if choice.graph.communities is not None:
        arrays["communities"] = choice.graph.communities
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()
