"""Sweeps: shared work gives what single kernels give, and nothing that was done is lost."""

import numpy as np
import pytest

from core.errors import Cancelled, ParameterError
from core.graphs import (
    MEASURES,
    METHODS,
    cluster,
    kernel_matrix,
    measure_named,
    partition_score,
    squared_distance,
    sweep,
    sweep_cells,
)
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernel_family import family_kernels
from core.graphs.series_batch import interpolative_rows
from tests.core.graphs.golden import graph
from tests.core.graphs.test_kernels import TWO_TRIANGLES, path, weighted_graph

KARATE, CLUBS = graph("karate")
X = (0.02, 0.1, 0.35, 0.6, 0.85, 0.98)


def all_pairs():
    return [(m, x) for m in MEASURES for x in (X if measure_named(m).parameter else (None,))]


@pytest.mark.parametrize(
    "adjacency", [KARATE, weighted_graph(), path(45)], ids=["karate", "w", "p"]
)
def test_kernels_made_together_are_those_made_one_by_one(adjacency):
    graph_matrices = GraphMatrices(adjacency)
    seen = []
    for item in family_kernels(graph_matrices, all_pairs()):
        seen.append((item.measure, item.x))
        if item.error:
            with pytest.raises(type(item.error)):
                kernel_matrix(adjacency, item.measure, item.x)
            continue
        together = item.kernel()
        # e^log_scale can overflow: compare what is left without it
        logarithm = measure_named(item.measure).is_logarithm
        if together.log_scale > 600 and not logarithm:
            continue
        single = kernel_matrix(adjacency, item.measure, item.x)
        got = (
            together.matrix + together.log_scale
            if logarithm
            else together.matrix * np.exp(together.log_scale)
        )
        scale = np.abs(single).max()
        np.testing.assert_allclose(got, single, rtol=0, atol=1e-10 * scale, err_msg=item.measure)
        distance, alone = squared_distance(item.distance_kernel()), squared_distance(single)
        rounding = len(single) * 1e-14 * scale
        if alone.max() > 1e6 * rounding:  # else the digits are lost in the single kernel
            ratio = alone.max() / distance.max()
            np.testing.assert_allclose(distance * ratio, alone, rtol=0, atol=1e-6 * alone.max())
    assert sorted(seen, key=str) == sorted(all_pairs(), key=str)


def test_a_basis_reproduces_all_rows():
    g = np.linspace(-1, 1, 60)
    rows = np.stack([np.exp(t * (g - 1)) for t in np.linspace(0.01, 20, 50)])
    chosen, weights = interpolative_rows(rows)
    assert len(chosen) < 25
    np.testing.assert_allclose(weights @ rows[chosen], rows, atol=2e-14)


def test_the_table_of_a_sweep():
    table = sweep(KARATE, CLUBS, ["logComm", "logAbs", "CT"], [0.3, 0.9])
    assert list(table.index) == ["logComm", "logAbs", "CT"]
    assert list(table.columns) == [0.3, 0.9]
    assert table.loc["logComm", 0.3] == 1.0
    assert np.isnan(table.loc["logAbs", 0.9])
    assert "x ≤ 2/3" in table.attrs["reasons"]["logAbs", 0.9]
    assert table.loc["CT"].nunique() == 1
    expected = partition_score("ari", cluster(KARATE, "CT", None, 2), CLUBS)
    assert table.loc["CT", 0.3] == expected


@pytest.mark.parametrize("method", METHODS)
def test_a_sweep_gives_what_cluster_gives(method):
    for cell in sweep_cells(
        KARATE, CLUBS, ["Katz", "logHeat", "FE"], [0.5], [method], random_state=3
    ):
        labels = cluster(KARATE, cell.measure, 0.5, 2, method, random_state=3)
        agreement = partition_score("ari", cell.labels, labels)
        assert agreement == 1.0 if method == "ward" else agreement > 0.7


def test_the_same_seed_gives_the_same_sweep():
    first, second = (
        sweep(KARATE, CLUBS, MEASURES[:6], [0.3, 0.7], "kernel_kmeans", random_state=5)
        for _ in range(2)
    )
    np.testing.assert_array_equal(first.to_numpy(), second.to_numpy())


def test_without_communities_modularity_is_scored_for_a_given_number_of_clusters():
    table = sweep(KARATE, None, ["logFor"], [0.5], n_clusters=4, score="modularity")
    assert 0.3 < table.loc["logFor", 0.5] < 0.42
    with pytest.raises(ParameterError, match="number of clusters"):
        sweep(KARATE, None, ["logFor"], [0.5], score="modularity")
    with pytest.raises(ParameterError, match="known communities"):
        sweep(KARATE, None, ["logFor"], [0.5], n_clusters=2)


def test_a_stopped_sweep_keeps_what_it_had():
    def stop_halfway(share, message):
        if share > 0.5:
            raise Cancelled("stopped")

    table = sweep(KARATE, CLUBS, ["Comm", "For"], [0.2, 0.4, 0.6], progress=stop_halfway)
    assert table.attrs["stopped"]
    assert 0 < table.notna().to_numpy().sum() < 6


def test_a_graph_in_two_parts_is_swept_with_what_it_allows():
    table = sweep(TWO_TRIANGLES, [0, 0, 0, 1, 1, 1], MEASURES, [0.5])
    assert table.loc["For", 0.5] == 1.0
    assert np.isnan(table.loc["logFor", 0.5])
    assert "2 components" in table.attrs["reasons"]["logFor", 0.5]


def test_bad_arguments():
    with pytest.raises(ParameterError, match="choose one of: ward"):
        cluster(KARATE, "For", 0.5, 2, "wards")
    with pytest.raises(ParameterError, match="between 1 and 34"):
        cluster(KARATE, "For", 0.5, 35)
    with pytest.raises(ParameterError, match="34 nodes"):
        sweep(KARATE, CLUBS[:5], ["For"], [0.5])
    with pytest.raises(ParameterError, match="choose one of: ari"):
        sweep(KARATE, CLUBS, ["For"], [0.5], score="rand")


def test_overflowing_kernels_are_rescaled_inside_cluster():
    labels = cluster(10 * KARATE, "logComm", 0.98, 2)
    assert partition_score("ari", labels, CLUBS) == 1.0
    assert len(set(cluster(10 * KARATE, "Comm", 0.98, 2))) == 2
