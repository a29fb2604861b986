"""Values that the articles print for the path on four nodes, beside what is computed here.

Source: P. Chebotarev, *Studying new classes of graph metrics*, arXiv:1305.7514, 2013, Fig. 1.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.memory import once
from core.datasets import GraphData
from core.graphs import kernel_matrix, parameter, squared_distance

PAIRS = ("1–2", "2–3", "1–3", "1–4")
Half = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _flat(t: float) -> float:
    """The flat x with ½ x / (1 − x) = t."""
    return 2 * t / (1 + 2 * t)


def printed_rows(graph: GraphData) -> list[tuple[str, str, float | None, bool, tuple[float, ...]]]:
    """(title, measure, x, whether the root is taken, printed values) of every row."""
    one = parameter(graph.adjacency, "Katz", 0.5)
    radius = 0.5 / float(one or 1.0)

    def katz(alpha: float) -> float:
        return radius / (1 / alpha + radius)

    return [
        ("Shortest path", "SP", None, False, (1, 1, 2, 3)),
        ("Resistance", "CT", None, False, (1, 1, 2, 3)),
        ("Resistance, root", "CT", None, True, (1, 1, 1.414, 1.732)),
        ("Walk (logKatz), α = 1", "logKatz", katz(1.0), False, (1.025, 0.95, 1.975, 3.0)),
        ("logFor, t = 2", "logFor", _flat(2.0), False, (0.959, 1.081, 2.04, 3.0)),
        ("For, t = 1", "For", _flat(1.0), False, (1.026, 0.947, 1.5, 1.895)),
        ("Comm, t = 1, root", "Comm", _flat(1.0), True, (0.964, 1.072, 1.492, 1.564)),
        ("Katz, α = 4.5", "Katz", katz(4.5), False, (1.025, 0.95, 1.541, 1.466)),
        ("Katz, α = 1", "Katz", katz(1.0), False, (0.988, 1.025, 1.379, 1.416)),
    ]


@once
def published_table(graph: GraphData) -> pd.DataFrame:
    """One row per distance: computed and printed values for the four pairs, and the largest gap."""
    rows = []
    for title, measure, x, root, printed in printed_rows(graph):
        computed = path_distances(graph, measure, x, root=root)
        row: dict[str, object] = {"distance": title}
        row |= {f"d {pair}": value for pair, value in zip(PAIRS, computed, strict=True)}
        row |= {f"printed {pair}": value for pair, value in zip(PAIRS, printed, strict=True)}
        rows.append(row | {"largest gap": float(np.abs(computed - np.array(printed)).max())})
    return pd.DataFrame(rows)


def path_distances(
    graph: GraphData, measure: str, x: float | None, *, root: bool = False
) -> NDArray[np.float64]:
    """Distances of the pairs 1–2, 2–3, 1–3, 1–4, scaled so that d12 + d23 + d34 = 3."""
    distance = squared_distance(kernel_matrix(graph.adjacency, measure, x))
    if root:
        distance = np.sqrt(np.maximum(distance, 0))
    scale = 3 / (distance[0, 1] + distance[1, 2] + distance[2, 3])
    return scale * np.array([distance[0, 1], distance[1, 2], distance[0, 2], distance[0, 3]])
