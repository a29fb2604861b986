"""The models that random graphs are drawn from: one row each, with its settings and its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from components.memory import shared
from core.datasets import GraphData
from core.datasets.generators.lfr import lfr
from core.datasets.generators.planted_partition import equal_sizes, planted_partition
from core.datasets.generators.six_classes import SIZES, six_classes
from core.errors import ParameterError

LARGE_NODES, LARGE_CLASSES, LARGE_DEGREE, LARGE_MIXING = 20_000, 8, 20, 0.35
GRAPH_SEED = "graph_seed"
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class GraphModel:
    """One model: ``make`` draws its graph from settings by name.

    Attributes
    ----------
    key : its name in links
    settings : names of ``MODEL_PARAMETERS``, the seed last; none when it is one graph
    make : the graph for these settings
    title : its name among the graphs to choose from; "" when it is not one of them
    population : its name among those that a tournament draws from; "" when it is not one of them
    notation : the model in the articles' notation, where a tournament draws from it
    n_nodes : how many nodes it has where no setting says so
    """

    key: str
    settings: tuple[str, ...]
    make: Callable[[Settings], GraphData]
    title: str = ""
    population: str = ""
    notation: Callable[[Settings], str] = lambda settings: ""
    n_nodes: int = 0

    @property
    def settings_without_seed(self) -> tuple[str, ...]:
        """What is set for a population of graphs, each with a seed of its own."""
        return tuple(name for name in self.settings if name != GRAPH_SEED)


def _planted(settings: Settings) -> GraphData:
    sizes = class_sizes(
        settings["model_nodes"], settings["model_classes"], settings["model_smallest"]
    )
    return planted_partition(
        sizes=sizes,
        p_in=settings["p_in"],
        p_out=settings["p_out"],
        random_state=settings[GRAPH_SEED],
    )


def _planted_notation(given: Settings) -> str:
    equal = "" if given["model_smallest"] >= 0.5 else ", first class small"
    return (
        f"G({given['model_nodes']}, ({given['model_classes']}) {given['p_in']:g}, "
        f"{given['p_out']:g}){equal}"
    )


def _six(settings: Settings) -> GraphData:
    return six_classes(random_state=settings[GRAPH_SEED])


def _lfr(settings: Settings) -> GraphData:
    n = settings["model_nodes"]
    return lfr(
        n_nodes=n,
        mean_degree=settings["mean_degree"],
        mixing=settings["mixing"],
        smallest_community=max(n // 10, 5),
        random_state=settings[GRAPH_SEED],
    )


@shared(spinner="Drawing the graph …")
def large_planted() -> GraphData:
    """20,000 nodes in eight classes: mean degree 20, 35% of the edges between classes."""
    size = LARGE_NODES // LARGE_CLASSES
    p_in = LARGE_DEGREE * (1 - LARGE_MIXING) / size
    p_out = LARGE_DEGREE * LARGE_MIXING / (LARGE_NODES - size)
    return planted_partition(sizes=(size,) * LARGE_CLASSES, p_in=p_in, p_out=p_out, random_state=0)


def class_sizes(n_nodes: int, n_classes: int, smallest: float) -> tuple[int, ...]:
    """Sizes of the classes; ``smallest`` 0.5 makes them equal, less shrinks the first.

    >>> class_sizes(100, 2, 0.5), class_sizes(100, 2, 0.1)
    ((50, 50), (10, 90))
    """
    if smallest >= 0.5:
        return equal_sizes(n_nodes, n_classes)
    first = max(round(2 * smallest * n_nodes / n_classes), 1)
    return (first, *equal_sizes(n_nodes - first, n_classes - 1))


# In the order in which pages list them.
GRAPH_MODELS: dict[str, GraphModel] = {
    row.key: row
    for row in (
        GraphModel(
            key="model_planted",
            settings=(
                "model_nodes",
                "model_classes",
                "model_smallest",
                "p_in",
                "p_out",
                GRAPH_SEED,
            ),
            make=_planted,
            title="Custom planted partition",
            population="Planted partition",
            notation=_planted_notation,
        ),
        GraphModel(
            key="six_classes",
            settings=(GRAPH_SEED,),
            make=_six,
            population="Six unequal classes",
            notation=lambda given: f"six unequal classes, {sum(SIZES)} nodes",
            n_nodes=sum(SIZES),
        ),
        GraphModel(
            key="model_lfr",
            settings=("model_nodes", "mean_degree", "mixing", GRAPH_SEED),
            make=_lfr,
            title="Custom LFR graph",
            population="LFR",
            notation=lambda given: f"LFR, {given['model_nodes']} nodes, mixing {given['mixing']:g}",
        ),
        GraphModel(
            key="model_large",
            settings=(),
            make=lambda settings: large_planted(),
            title="Large planted partition, 20,000 nodes",
            n_nodes=LARGE_NODES,
        ),
    )
}
CHOICES = {key: row for key, row in GRAPH_MODELS.items() if row.title}
POPULATIONS = {key: row for key, row in GRAPH_MODELS.items() if row.population}


def graph_model(key: str) -> GraphModel:
    """The row of the table; ParameterError lists the keys when there is none.

    >>> graph_model("model_lfr").population
    'LFR'
    """
    if key not in GRAPH_MODELS:
        raise ParameterError(f"The model is {key!r}; choose one of: {', '.join(GRAPH_MODELS)}.")
    return GRAPH_MODELS[key]
