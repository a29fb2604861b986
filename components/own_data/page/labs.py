"""The four labs as doors: which data may enter, what that takes, and what is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from components.density.scan.job import MANY_POINTS, SCORED_OF_MANY
from components.embedding.own_map_data import may_be_mapped
from components.graphs.given_graph import JOINED, NEIGHBORS, may_be_clustered
from components.localization.own_experiment import own_experiment
from components.own_data.own_set import OwnSet
from components.points.chosen_points import own_chosen_points
from core.cost import Cost
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.density.cost import scan_cost
from core.embedding.cost import estimate_cost
from core.graphs.cost import measures_cost
from core.limits import LIMITS
from core.localization.cost import locating_cost

MOST_ROWS = 20_000  # that a page of points starts with; “Rows at most” takes more
SAMPLED = f"At most {MOST_ROWS:,} rows at first: a random sample of {MOST_ROWS:,} will be drawn."


@dataclass(frozen=True)
class Takes:
    """What opening a data set in a lab takes, and a sentence on what is done to it, or ""."""

    cost: Cost
    note: str = ""


@dataclass(frozen=True)
class LabDoor:
    """A lab, the page by which it is entered, and what it says of a data set.

    ``usable`` raises KernelscopeError where the lab has no use for it, ``takes`` is asked of the
    others.
    """

    key: str
    lab: str
    view: str
    page: str
    icon: str
    usable: Callable[[OwnSet], Any]
    takes: Callable[[OwnSet], Takes]


def _where(own: OwnSet) -> Takes:
    experiment = own.seen_by(own_experiment)
    survey, test = experiment.survey, experiment.test
    note = "A random fifth of the places is held out to try it on." if experiment.held_out else ""
    return Takes(locating_cost(survey.n_scans, test.n_scans, survey.n_beacons), note)


def _density(own: OwnSet) -> Takes:
    n, d = own.seen_by(own_chosen_points).cloud.values.shape
    used = min(n, MOST_ROWS)
    scored = SCORED_OF_MANY if used > MANY_POINTS else None
    return Takes(scan_cost(used, d, scored), SAMPLED if n > MOST_ROWS else "")


def _graphs(own: OwnSet) -> Takes:
    if not isinstance(own.dataset, GraphData):
        n, _ = _shape(own)
        return Takes(measures_cost(n, n * NEIGHBORS), JOINED)
    n, most = own.dataset.n_nodes, LIMITS["kernel_nodes"].maximum
    note = f"More than {most:,} nodes: clustered by an approximation." if n > most else ""
    return Takes(measures_cost(n, own.dataset.n_edges), note)


def _map(own: OwnSet) -> Takes:
    n, d = _shape(own)
    return Takes(estimate_cost(min(n, MOST_ROWS), d), SAMPLED if n > MOST_ROWS else "")


def _shape(own: OwnSet) -> tuple[int, int]:
    """Points and columns of a map: a survey's places and beacons, of a graph all its paths."""
    dataset = own.dataset
    if isinstance(dataset, FingerprintSet):
        return len(np.unique(dataset.known_position_m, axis=0)), dataset.n_beacons
    if isinstance(dataset, PointCloud):
        return dataset.values.shape[0], dataset.values.shape[1]
    return dataset.n_nodes, dataset.n_nodes


DOORS = (
    LabDoor(
        "localization",
        "Localization",
        "Where?",
        "localization_where.py",
        ":material/my_location:",
        own_experiment,
        _where,
    ),
    LabDoor(
        "density",
        "KDE regimes",
        "Your data",
        "density_your_data.py",
        ":material/stethoscope:",
        own_chosen_points,
        _density,
    ),
    LabDoor(
        "graphs",
        "Graph clustering",
        "One graph",
        "graphs_one_graph.py",
        ":material/hub:",
        may_be_clustered,
        _graphs,
    ),
    LabDoor(
        "embedding",
        "Heat geodesics",
        "Map",
        "embedding_map.py",
        ":material/scatter_plot:",
        may_be_mapped,
        _map,
    ),
)
