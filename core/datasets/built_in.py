"""The catalogue: every data set that opens without a file of one's own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.datasets.classic_graphs import load_classic_graph
from core.datasets.classic_points import load_classic_points
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.generators.lfr import lfr
from core.datasets.generators.moons import bridged_moons
from core.datasets.generators.planted_partition import planted_partition
from core.datasets.generators.six_classes import six_classes
from core.datasets.generators.sphere import sphere
from core.datasets.generators.swiss_roll import swiss_roll
from core.datasets.generators.torus import torus
from core.datasets.generators.toy_graphs import path, triangle_with_tail
from core.datasets.generators.tree import tree
from core.datasets.graph_data import GraphData
from core.datasets.guelph import load_guelph
from core.datasets.guelph.site import GUELPH_ENTRY
from core.datasets.point_cloud import PointCloud
from core.datasets.simulation.building import SPARSE_BEACONS, simulate_building
from core.datasets.uji_ble.scans import UJI_ENTRY, load_uji_ble
from core.errors import ParameterError

DataSet = FingerprintSet | PointCloud | GraphData
KINDS = ("fingerprints", "points", "graph")


@dataclass(frozen=True)
class CatalogEntry:
    """One data set of the catalogue.

    Attributes
    ----------
    key : str
        What :func:`core.datasets.load` opens it by.
    kind : str
        "fingerprints", "points" or "graph".
    title : str
        Its name on pages.
    source : str
        Who measured or made it.
    licence : str
        Of the data.
    origin : str
        "simulated" or "measured".
    description : str
        What it is, in a sentence or two.
    shipped : bool
        Whether it is part of Kernelscope; else its files come from their public home.
    """

    key: str
    kind: str
    title: str
    source: str
    licence: str
    origin: str
    description: str
    shipped: bool = True


_OURS = ("Kernelscope", "MIT")
_SKLEARN = ("UCI Machine Learning Repository, as carried by scikit-learn", "CC BY 4.0")
_NETWORKX = "BSD-3-Clause (networkx)"


def _points(key: str, title: str, description: str) -> tuple[CatalogEntry, Callable[[], DataSet]]:
    entry = CatalogEntry(key, "points", title, *_SKLEARN, "measured", description)
    return entry, partial(load_classic_points, key)


def _graph(
    key: str, title: str, source: str, description: str
) -> tuple[CatalogEntry, Callable[[], DataSet]]:
    entry = CatalogEntry(key, "graph", title, source, _NETWORKX, "measured", description)
    return entry, partial(load_classic_graph, key)


def _made(
    key: str, kind: str, title: str, description: str, make: Callable[[], DataSet]
) -> tuple[CatalogEntry, Callable[[], DataSet]]:
    return CatalogEntry(key, kind, title, *_OURS, "simulated", description), make


_TABLE = (
    _made(
        "building",
        "fingerprints",
        "Office floor",
        "A floor of 45 m × 15 m with eight rooms and 40 beacons; the survey phone lay on it, the "
        "test phone is carried in five ways.",
        partial(simulate_building, random_state=0),
    ),
    _made(
        "building_sparse",
        "fingerprints",
        "Office floor, few beacons",
        f"The same floor with {SPARSE_BEACONS} beacons: a dead one costs far more than among 40.",
        partial(simulate_building, n_beacons=SPARSE_BEACONS, random_state=0),
    ),
    (CatalogEntry(**GUELPH_ENTRY, shipped=False), load_guelph),
    (CatalogEntry(**UJI_ENTRY, shipped=False), load_uji_ble),
    _points("digits", "Handwritten digits", "1,797 images of 8 × 8 pixels, ten digits."),
    _points("wine", "Wine", "178 wines of three growers, 13 chemical measurements."),
    _points("breast_cancer", "Breast cancer", "569 tumours, 30 measurements of cell nuclei."),
    _points("diabetes", "Diabetes", "442 patients, ten measurements, progression after a year."),
    _made(
        "swiss_roll_strip",
        "points",
        "Noisy strip, rolled up in 10 dimensions",
        "1,000 points on a narrow rolled-up sheet in ten dimensions, with noise of 1.0 that joins "
        "its layers: shortest paths cut across.",
        partial(swiss_roll, n_dimensions=10, noise=1.0, stretch=0.25, random_state=0),
    ),
    _made(
        "swiss_roll",
        "points",
        "Swiss roll",
        "1,000 points on a rolled-up sheet whose geodesic distances are known exactly.",
        partial(swiss_roll, random_state=0),
    ),
    _made(
        "swiss_roll_noisy",
        "points",
        "Noisy Swiss roll in 10 dimensions",
        "The sheet rotated into ten dimensions, with noise of 1.0: neighbours across the gap.",
        partial(swiss_roll, n_dimensions=10, noise=1.0, random_state=0),
    ),
    _made(
        "swiss_roll_50d",
        "points",
        "Swiss roll in 50 dimensions",
        "The sheet rotated into fifty dimensions, with noise of 0.5: nothing can be seen by eye.",
        partial(swiss_roll, n_dimensions=50, noise=0.5, random_state=0),
    ),
    _made(
        "tree",
        "points",
        "Tree",
        "Seven branches in ten dimensions; the distance along the tree is known.",
        partial(tree, random_state=0),
    ),
    _made(
        "tree_noisy",
        "points",
        "Noisy tree in 30 dimensions",
        "The same tree in thirty dimensions, each point displaced by half a branch.",
        partial(tree, n_dimensions=30, noise=0.5, random_state=0),
    ),
    _made(
        "sphere",
        "points",
        "Sphere",
        "1,000 points on a globe: every flat map must tear or squeeze it somewhere.",
        partial(sphere, random_state=0),
    ),
    _made(
        "torus",
        "points",
        "Flat torus in four dimensions",
        "1,000 points whose two angles both wrap around; geodesic distances are known.",
        partial(torus, random_state=0),
    ),
    _made(
        "moons",
        "points",
        "Two moons with a bridge",
        "Two clusters joined by a thin line of points.",
        partial(bridged_moons, random_state=0),
    ),
    _graph(
        "karate",
        "Zachary's karate club",
        "W. W. Zachary, Journal of Anthropological Research, 1977",
        "34 members, 78 friendships, the two clubs after the split.",
    ),
    _graph(
        "les_miserables",
        "Les Misérables",
        "D. E. Knuth, The Stanford GraphBase, 1993",
        "77 characters, weighted by the chapters they share.",
    ),
    _graph(
        "davis",
        "Davis's southern women",
        "A. Davis, B. B. Gardner, M. R. Gardner, Deep South, 1941",
        "18 women and 14 events they attended.",
    ),
    _graph(
        "florentine",
        "Florentine families",
        "R. L. Breiger, P. E. Pattison, Social Networks, 1986",
        "15 families of the Renaissance, joined by marriage.",
    ),
    _made(
        "planted_partition",
        "graph",
        "Planted partition",
        "100 nodes in two classes: pairs are joined with probability 0.3 within, 0.1 between.",
        partial(planted_partition, random_state=0),
    ),
    _made(
        "planted_34",
        "graph",
        "Planted partition, three classes of 34",
        "102 nodes: pairs are joined with probability 0.3 within a class, 0.1 between; hard enough "
        "for measures and clusterers to differ.",
        partial(planted_partition, sizes=(34, 34, 34), random_state=0),
    ),
    _made(
        "planted_three",
        "graph",
        "Planted partition, three classes",
        "150 nodes in three classes: 0.3 within, 0.1 between; the articles' middle difficulty.",
        partial(planted_partition, sizes=(50, 50, 50), random_state=0),
    ),
    _made(
        "planted_unequal",
        "graph",
        "Planted partition, unequal classes",
        "100 nodes, 20 of them in the small class: which measures see it?",
        partial(planted_partition, sizes=(20, 80), random_state=0),
    ),
    _made(
        "six_classes",
        "graph",
        "Six unequal classes",
        "150 nodes in classes of 65, 35, 25, 13, 8 and 4, each pair with a density of its own.",
        partial(six_classes, random_state=0),
    ),
    _made(
        "lfr",
        "graph",
        "LFR benchmark",
        "250 nodes whose degrees and community sizes follow power laws; a fifth of a node's "
        "edges leave its community.",
        partial(lfr, random_state=0),
    ),
    _made(
        "path",
        "graph",
        "Path on four nodes",
        "Small enough to check the articles' distances by hand.",
        path,
    ),
    _made(
        "triangle_with_tail",
        "graph",
        "Triangle with a tail",
        "Four nodes whose distances tell commute time from shortest path.",
        triangle_with_tail,
    ),
)
_LOADERS = {entry.key: loader for entry, loader in _TABLE}


def catalog() -> tuple[CatalogEntry, ...]:
    """Every data set that opens without a file of one's own.

    Returns
    -------
    tuple of CatalogEntry
        In the order in which pages offer them.

    Examples
    --------
    >>> [entry.key for entry in catalog() if entry.kind == "fingerprints"]
    ['building', 'building_sparse', 'guelph', 'uji_ble']
    """
    return tuple(entry for entry, _ in _TABLE)


def load(key: str) -> DataSet:
    """The data set of an entry of the catalogue, without network.

    Parameters
    ----------
    key : str
        Of an entry, as :func:`core.datasets.catalog` lists them.

    Returns
    -------
    FingerprintSet, PointCloud or GraphData
        As the entry's kind says.

    Raises
    ------
    ParameterError
        For an unknown key; it lists the keys there are.
    UploadError
        For a data set that is not on this machine.

    Examples
    --------
    >>> load("karate").n_nodes
    34
    """
    if key not in _LOADERS:
        raise ParameterError(f"The data set is {key!r}; choose one of: {', '.join(_LOADERS)}.")
    return _LOADERS[key]()
