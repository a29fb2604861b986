"""The kernel locator as a graph: scans in, positions, voters and how sure out."""

import numpy as np

from core.inference.export.graph import Graph
from core.inference.export.posterior_graph import (
    add_grid_moments,
    add_grid_moments_of_input,
    add_posterior,
    add_spread,
)
from core.inference.export.representation_graph import add_representation
from core.inference.export.vote_graph import add_vote
from core.localization.adaptation import LOUDEST_DBM
from core.localization.kernels import kernel_named
from core.localization.kernels.twin import Twin
from core.localization.registered_map import RegisteredMap
from core.localization.representations import represent

FOR_EACH_PLACE = 4  # its log vote, its share once in single and once in double precision


def floats_per_scan(registered: RegisteredMap) -> int:
    """The most numbers the graph holds at once for each scan, to choose block sizes by."""
    vote, n_beacons = registered.vote, int(registered.support.sum())
    wide = kernel_named(vote.kernel).exported().numbers_per_place(n_beacons)
    return len(registered.grid_m) * (wide + FOR_EACH_PLACE) + vote.n_neighbors * n_beacons


def kernel_locator_graph(registered: RegisteredMap, *, database_as_input: bool) -> Graph:
    """Inputs rss_dbm (n, B) and, if asked, fingerprint_dbm (M, B) and grid_m (M, 2).

    Outputs: position_m (n, 2) double, covariance_m2 (n, 2, 2), voter_index (n, k) rows of the
    grid, voter_weight (n, k), 0 throughout where a scan resembles no place; posterior (n, M) over
    all places, whose spread around the position the covariance is.
    """
    n_places, n_beacons = registered.map_dbm.shape
    vote = registered.vote
    twin = kernel_named(vote.kernel).exported()
    graph = Graph("kernel_locator", [f"float[scans, {n_beacons}] rss_dbm"])
    source = _add_scan(graph, registered)
    add_representation(graph, vote.representation, source, "q", vote.missing_dbm)
    if database_as_input:
        _add_database_input(graph, registered, twin)
    else:
        _add_database(graph, registered, twin)
    add_vote(graph, twin, vote.power, int(registered.support.sum()))
    _add_position(graph)
    add_posterior(graph, twin)
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


def _add_database(graph: Graph, registered: RegisteredMap, twin: Twin) -> None:
    """Everything about the places that does not depend on the scan, computed now."""
    vote, grid_m = registered.vote, registered.grid_m
    map_dbm = registered.map_dbm[:, registered.support]
    twin.keep_places(graph, represent(vote.representation, map_dbm, vote.missing_dbm))
    offset_m = grid_m.mean(axis=0)
    away_m = grid_m - offset_m
    graph.constant("offset_m", offset_m, np.float64)
    graph.constant("grid", away_m)
    graph.constant("grid_mean", away_m.mean(axis=0, keepdims=True))
    add_grid_moments(graph, away_m)
    graph.constant("k", [min(vote.n_neighbors, len(grid_m))], np.int64)


def _add_database_input(graph: Graph, registered: RegisteredMap, twin: Twin) -> None:
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
    for name, number in (("two", 2.0), ("one", 1.0), ("zero", 0.0)):
        graph.constant(name, number)
    for name, axes in (("first_axis", [0]), ("last_axis", [-1])):
        graph.constant(name, axes, np.int64)
    twin.add_places(graph)
    graph.constant("most_voters", [vote.n_neighbors], np.int64)
    graph.constant("middle_axis", [1], np.int64)
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
