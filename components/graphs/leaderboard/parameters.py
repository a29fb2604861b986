"""The settings of the "Leaderboard" view."""

import numpy as np

from components.data_origin import own_only
from components.graphs.graph_choice import GraphChoice
from components.graphs.slow_clusterers import FEW_X
from core.graphs import DEFAULT_X
from core.parameters import Parameter

GRIDS: dict[str, tuple[float, ...]] = {
    "8": tuple(np.round(np.linspace(0.06, 0.94, 8), 4).tolist()),
    "25": DEFAULT_X,
    "50": tuple(np.round(np.linspace(0.02, 0.98, 50), 4).tolist()),
}
FINE_UP_TO = 150  # nodes
START_UP_TO = 300  # nodes; above, the sweep waits for its button
COUNT_BY = {"best": "At its best parameter", "p90": "At the 90th percentile"}


def leaderboard_parameters(choice: GraphChoice) -> dict[str, Parameter]:
    """By name; the grid's default is coarse on larger graphs."""
    rows = (
        Parameter(
            "grid",
            "Parameters per measure",
            str,
            "25" if choice.graph.n_nodes <= FINE_UP_TO else "8",
            options=tuple(GRIDS),
            belongs_to=own_only(choice.judged_as),
            help="How many values of x every measure is tried with. Fewer are faster; a narrow "
            "peak may be missed.",
        ),
        Parameter(
            "count_by",
            "Judge a measure",
            str,
            "best",
            options=tuple(COUNT_BY),
            labels=tuple(COUNT_BY.values()),
            help="At its best parameter: what it can do. At the 90th percentile over parameters: "
            "what it does when the parameter is chosen well but not perfectly.",
        ),
        Parameter(
            "exact",
            "Exact k-means, too",
            bool,
            False,
            help=f"Solve k-means with a proof for every measure at {len(FEW_X)} parameters, on a "
            "graph of up to 300 nodes. It takes minutes and begins by a button that says how many.",
        ),
        Parameter(
            "n_clusters",
            "Clusters",
            int,
            2,
            minimum=2,
            maximum=max(min(12, choice.graph.n_nodes), 3),
            step=1,
            belongs_to=choice.judged_as,
            help="Number of clusters when no communities are known.",
        ),
    )
    return {row.name: row for row in rows}
