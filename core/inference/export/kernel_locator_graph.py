"""The kernel locator as a graph: scans in, positions, voters and how sure out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.inference.export.graph import Graph
from core.inference.export.posterior_graph import (
    add_grid_moments,
    add_grid_moments_of_input,
    add_posterior,
    add_spread,
)
from core.inference.export.ranking_graph import ANGLE, SUMMED, add_places
from core.inference.export.representation_graph import add_representation
from core.inference.export.vote_graph import add_vote
from core.localization.adaptation import AdaptedLocator
from core.localization.kernel_locator import KernelLocator
from core.localization.kernel_vote import KernelVoter
from core.localization.kernels import spread
from core.localization.map_locator import MapLocator
from core.localization.representations import represent

FOR_EACH_PLACE = 4  # its log vote, its share once in single and once in double precision
LOUDEST_DBM = -1e-9  # what an offset may raise a level to


@dataclass(frozen=True, eq=False)
class RegisteredMap:
    """What a fitted locator votes with.

    map_dbm (M, B) dBm; grid_m (M, 2) metres; support (B,) bool, the beacons in use; offset_db (B,)
    subtracted from a scan first, or None; vote: the parameters of the vote.
    """

    map_dbm: NDArray[np.float64]
    grid_m: NDArray[np.float64]
    support: NDArray[np.bool_]
    offset_db: NDArray[np.float64] | None
    vote: KernelVoter

    @classmethod
    def of(cls, locator: KernelVoter | AdaptedLocator) -> "RegisteredMap":
        """The registered places of a kernel, map or adapted locator."""
        if isinstance(locator, KernelLocator):
            return cls(locator.fingerprint_dbm_, locator.grid_, locator.support_, None, locator)
        if isinstance(locator, AdaptedLocator):
            inner, offset_db = locator.locator_, locator.offset_db_
            map_dbm = np.minimum(inner.map_.mean_dbm + locator.correction_db_, LOUDEST_DBM)
        elif isinstance(locator, MapLocator):
            inner, offset_db, map_dbm = locator, None, locator.map_.mean_dbm
        else:
            raise ParameterError(f"{type(locator).__name__} has no kernel vote to export.")
        everything = np.ones(map_dbm.shape[1], dtype=bool)
        return cls(map_dbm, locator.grid_, everything, offset_db, inner)

    @property
    def floats_per_scan(self) -> int:
        """The most numbers the graph holds at once for each scan, to choose block sizes by."""
        n_beacons = int(self.support.sum())
        wide = n_beacons if self.vote.kernel in SUMMED else 1
        return len(self.grid_m) * (wide + FOR_EACH_PLACE) + self.vote.n_neighbors * n_beacons


def kernel_locator_graph(registered: RegisteredMap, *, database_as_input: bool) -> Graph:
    """Inputs rss_dbm (n, B) and, if asked, fingerprint_dbm (M, B) and grid_m (M, 2).

    Outputs: position_m (n, 2) double, covariance_m2 (n, 2, 2), voter_index (n, k) rows of the
    grid, voter_weight (n, k), 0 throughout where a scan resembles no place; posterior (n, M) over
    all places, whose spread around the position the covariance is.
    """
    n_places, n_beacons = registered.map_dbm.shape
    vote = registered.vote
    graph = Graph("kernel_locator", [f"float[scans, {n_beacons}] rss_dbm"])
    source = _add_scan(graph, registered)
    add_representation(graph, vote.representation, source, "q", vote.missing_dbm)
    if database_as_input:
        _add_database_input(graph, registered)
    else:
        _add_database(graph, registered)
    add_vote(graph, vote.kernel, vote.power, int(registered.support.sum()))
    _add_position(graph)
    add_posterior(graph, vote.kernel)
    add_spread(graph)
    graph.add("covariance_m2 = Where(any_heard_box, spread_m2, not_a_number)")
    k = "k" if database_as_input else str(min(vote.n_neighbors, n_places))
    graph.outputs = [
        "double[scans, 2] position_m",
        "float[scans, 2, 2] covariance_m2",
        f"int64[scans, {k}] voter_index",
        f"float[scans, {k}] voter_weight",
        f"float[scans, {'places' if database_as_input else n_places}] posterior",
    ]
    return graph


def _add_scan(graph: Graph, registered: RegisteredMap) -> str:
    """Keep the beacons in use, subtract learned offsets; returns the name of the result."""
    if not registered.support.all():
        graph.constant("support", np.flatnonzero(registered.support), np.int64)
        graph.add("used_dbm = Gather<axis=1>(rss_dbm, support)")
        return "used_dbm"
    if registered.offset_db is not None:
        graph.constant("beacon_offset_db", registered.offset_db)
        graph.constant("loudest_dbm", LOUDEST_DBM)
        graph.constant("silence", np.nan)
        graph.add("""
            shifted_dbm = Sub(rss_dbm, beacon_offset_db)
            capped_dbm = Min(shifted_dbm, loudest_dbm)
            below_zero = Less(rss_dbm, loudest_dbm)
            offset_dbm = Where(below_zero, capped_dbm, silence)
        """)
        return "offset_dbm"
    return "rss_dbm"


def _add_database(graph: Graph, registered: RegisteredMap) -> None:
    """Everything about the places that does not depend on the scan, computed now."""
    vote, grid_m = registered.vote, registered.grid_m
    map_dbm = registered.map_dbm[:, registered.support]
    features = represent(vote.representation, map_dbm, vote.missing_dbm)
    if vote.kernel in ANGLE:
        length = np.linalg.norm(features, axis=1, keepdims=True)
        places = np.divide(features, length, out=np.zeros(features.shape), where=length > 0)
        graph.constant("bias", np.where(length[:, 0] > 0, 0.0, -2.0))
    else:
        centre = features.mean(axis=0, keepdims=True)
        # Rounded first, so that the norms belong to the numbers that the graph will see.
        places = (features - centre).astype(np.float32).astype(np.float64)
        graph.constant("centre", centre)
        graph.constant("bias", -np.sum(places**2, axis=1))
        graph.constant("scale", spread(features))
    graph.constant("places", places)
    offset_m = grid_m.mean(axis=0)
    away_m = grid_m - offset_m
    graph.constant("offset_m", offset_m, np.float64)
    graph.constant("grid", away_m)
    graph.constant("grid_mean", away_m.mean(axis=0, keepdims=True))
    add_grid_moments(graph, away_m)
    graph.constant("k", [min(vote.n_neighbors, len(grid_m))], np.int64)


def _add_database_input(graph: Graph, registered: RegisteredMap) -> None:
    """The same from inputs, whose defaults are the registered places."""
    vote, n_beacons = registered.vote, registered.map_dbm.shape[1]
    signature = f"float[places, {n_beacons}] fingerprint_dbm"
    source = graph.default("fingerprint_dbm", registered.map_dbm, signature)
    # Doubles: metres of a national grid have seven digits before the point.
    graph.default("grid_m", registered.grid_m, "double[places, 2] grid_m", np.float64)
    if not registered.support.all():
        graph.add("used_map_dbm = Gather<axis=1>(fingerprint_dbm, support)")
        source = "used_map_dbm"
    add_representation(graph, vote.representation, source, "features", vote.missing_dbm)
    add_places(graph, vote.kernel)
    graph.constant("most_voters", [vote.n_neighbors], np.int64)
    for name, axes in (("first_axis", [0]), ("middle_axis", [1]), ("last_axis", [-1])):
        graph.constant(name, axes, np.int64)
    graph.add("""
        n_places = Shape<start=0, end=1>(grid_m)
        k = Min(most_voters, n_places)
        offset_m = ReduceMean<keepdims=0>(grid_m, first_axis)
        grid_double = Sub(grid_m, offset_m)
        grid = Cast<to=1>(grid_double)
        grid_mean = ReduceMean<keepdims=1>(grid, first_axis)
    """)
    add_grid_moments_of_input(graph)


def _add_position(graph: Graph) -> None:
    """Weights from log votes and their mean; that of all places where none resembles."""
    for name, axes in (("middle_axis", [1]), ("last_axis", [-1])):
        graph.constant(name, axes, np.int64)
    graph.constant("not_a_number", np.nan)
    graph.add("""
        highest = ReduceMax<keepdims=1>(log_vote, last_axis)
        resembles = Greater(highest, minus_infinity)
        safe_vote = Where(resembles, log_vote, zero)
        weight = Softmax<axis=-1>(safe_vote)
        voter_weight = Where(resembles, weight, zero)
        voter_place = Gather<axis=0>(grid, voter)
        weight_column = Unsqueeze(weight, last_axis)
        weighted = Mul(weight_column, voter_place)
        mean_voters = ReduceSum<keepdims=0>(weighted, middle_axis)
        mean_or_all = Where(resembles, mean_voters, grid_mean)
        heard_number = Cast<to=1>(q_heard)
        any_heard_number = ReduceMax<keepdims=1>(heard_number, last_axis)
        any_heard = Greater(any_heard_number, zero)
        any_heard_box = Unsqueeze(any_heard, last_axis)
        position_single = Where(any_heard, mean_or_all, not_a_number)
        position_double = Cast<to=11>(position_single)
        position_m = Add(position_double, offset_m)
        voter_index = Identity(voter)
    """)
