"""Other ways to the heat kernel: right where they are right, and wrong as their texts say."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import pdist, squareform

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding.approximations import (
    chebyshev_error,
    chebyshev_kernel,
    column_errors,
    euler_kernel,
    exact_kernel,
)
from core.embedding.floor_study import floored_map
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.embedding.laplacian import LAPLACIANS, laplacian_matrix
from core.embedding.neighbor_graph import neighbor_graph
from core.embedding.scores.row_correlation import row_spearman
from core.errors import ParameterError


@pytest.fixture(scope="module")
def roll():
    return swiss_roll(n_points=400, noise=0.1, stretch=0.25, random_state=0)


@pytest.fixture(scope="module")
def adjacency(roll):
    return neighbor_graph(roll.values, 8).weights


@pytest.mark.parametrize("laplacian", LAPLACIANS)
def test_all_ways_come_to_the_matrix_exponential(adjacency, laplacian):
    t, columns = 1.5, [3, 100]
    H = expm(-t * laplacian_matrix(adjacency, laplacian).toarray())[:, columns]
    for found in (
        chebyshev_kernel(adjacency, t, 120, laplacian, columns),
        exact_kernel(adjacency, t, laplacian, columns),
    ):
        np.testing.assert_allclose(found, H, atol=1e-13)
    # Implicit Euler of K steps is off by about (tλ)² / 2K.
    coarse, fine = (
        np.abs(euler_kernel(adjacency, t, steps, laplacian, columns) - H).max()
        for steps in (100, 1000)
    )
    assert fine < 0.15 * coarse


@pytest.fixture(scope="module")
def far_end(adjacency) -> int:
    """A point that lies at one end of the strip."""
    return int(np.unravel_index(log_heat_kernel(adjacency, 1.0).argmin(), adjacency.shape)[0])


def test_an_order_that_is_right_absolutely_leaves_far_pairs_at_zero(adjacency, far_end):
    errors = chebyshev_error(adjacency, 5.0, [8, 32, 128], column=far_end).set_index("order")
    assert errors.loc[8, "absolute"] > 1e-5
    assert errors.loc[32, "absolute"] < 1e-15
    assert errors.loc[32, "wrong"] > 0.2
    # Beyond as many terms as there are hops, every entry is right relatively as well.
    assert errors.loc[128, "wrong"] == 0.0
    assert errors.loc[128, "relative"] < 1e-12
    far = chebyshev_kernel(adjacency, 5.0, 32, columns=[far_end])[:, 0] == 0
    hops = shortest_path(adjacency, unweighted=True, indices=[far_end])[0]
    np.testing.assert_array_equal(far, hops > 32)


def test_eigenvectors_are_right_absolutely_only(adjacency, far_end):
    exact = heat_kernel(adjacency, 5.0, columns=[far_end])[:, 0]
    errors = column_errors(exact_kernel(adjacency, 5.0, columns=[far_end])[:, 0], exact)
    assert errors["absolute"] < 1e-13
    assert errors["wrong"] > 0.2


def test_one_pass_over_orders_is_each_order_alone(adjacency):
    exact = heat_kernel(adjacency, 2.0, columns=[7])[:, 0]
    table = chebyshev_error(adjacency, 2.0, [5, 20], column=7)
    for order, row in zip((5, 20), table.to_dict("records"), strict=True):
        alone = chebyshev_kernel(adjacency, 2.0, order, columns=[7])[:, 0]
        expected = column_errors(alone, exact)
        assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_eulers_tail_is_far_too_fat(adjacency, far_end):
    exact = heat_kernel(adjacency, 5.0, columns=[far_end])[:, 0]
    euler = euler_kernel(adjacency, 5.0, 30, columns=[far_end])[:, 0]
    farthest = exact.argmin()
    assert euler[farthest] > 1e6 * exact[farthest]


@pytest.mark.parametrize(
    "call",
    [
        lambda W: chebyshev_kernel(W, 1.0, -1),
        lambda W: euler_kernel(W, 1.0, 0),
        lambda W: chebyshev_kernel(W, -1.0, 3),
        lambda W: exact_kernel(W, 1.0, columns=[999]),
    ],
)
def test_impossible_requests_are_refused(adjacency, call):
    with pytest.raises(ParameterError):
        call(adjacency)


def test_the_floor_bites_at_a_short_time_and_not_at_a_long_one(roll):
    short = floored_map(HeatGeodesic(n_neighbors=8, t=3.0, random_state=0).fit(roll.values))
    long = floored_map(HeatGeodesic(n_neighbors=8, t=3000.0, random_state=0).fit(roll.values))
    assert short.share_on_floor > 0.2
    assert long.share_on_floor == 0.0
    size = long.plain_distance.max()  # near pairs: the root of a difference of two logarithms
    np.testing.assert_allclose(long.floored_distance, long.plain_distance, atol=1e-6 * size)
    truth = squareform(pdist(roll.truth))
    plain, floored = (
        row_spearman(distance, truth).mean()
        for distance in (short.plain_distance, short.floored_distance)
    )
    assert plain > floored + 0.02
    assert short.floored_distance.max() < short.plain_distance.max()


def test_without_distances_there_is_no_floor_to_see():
    assert floored_map(HeatGeodesic().fit(np.ones((4, 2)))) is None
