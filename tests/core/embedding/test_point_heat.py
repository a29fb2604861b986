"""Heat and distances of single points agree with the whole kernel and the fitted distances."""

import numpy as np
import pytest
from scipy.linalg import expm

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.laplacian import LAPLACIANS, laplacian_matrix
from core.embedding.point_heat import (
    distance_split,
    distances_from,
    log_heat_from,
    node_of_rows,
    share_beyond_reach,
)


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    roll = swiss_roll(n_points=120, noise=0.1, random_state=0).values
    return np.vstack([roll, roll[[3, 3, 40]]])  # three duplicates


@pytest.fixture(scope="module", params=LAPLACIANS)
def model(request, points) -> HeatGeodesic:
    return HeatGeodesic(n_neighbors=8, t=5.0, laplacian=request.param, random_state=0).fit(points)


def test_heat_from_a_point_is_its_row_of_the_kernel(model, points):
    nodes = node_of_rows(model)
    assert nodes.max() + 1 == 120
    H = expm(-2.0 * laplacian_matrix(model.graph_.weights, model.laplacian).toarray())
    for row in (3, 77, 120):
        np.testing.assert_allclose(
            np.exp(log_heat_from(model, row, t=2.0)), H[nodes[row]][nodes], atol=1e-12
        )
    np.testing.assert_array_equal(log_heat_from(model, 3), log_heat_from(model, 120))


@pytest.mark.parametrize("t", [0.3, 7.0, 400.0])
def test_heat_that_is_looked_at_comes_faster_and_is_the_same(model, t):
    exact = log_heat_from(model, 5, t)
    quick = log_heat_from(model, 5, t, lowest=1e-12)
    seen = exact > np.log(1e-12)
    assert seen.any()
    np.testing.assert_allclose(quick[seen], exact[seen], atol=0.02)  # a fiftieth of the smallest
    assert (quick[~seen] < np.log(2e-12)).all()


def test_distances_from_a_point_are_those_of_the_fit(model):
    for row in (0, 50, 121):
        expected = model.dissimilarity_[:, row]
        np.testing.assert_array_equal(distances_from(model, row), expected)
        for other in (1, 60, 122):
            split = distance_split(model, row, other)
            assert split.distance == pytest.approx(expected[other], rel=1e-9)
            squared = split.kernel_term + split.volume_term
            assert squared == pytest.approx(expected[other] ** 2, rel=1e-9)


def test_without_all_pairs_they_are_computed_for_the_row(points):
    part = HeatGeodesic(n_neighbors=8, t=5.0, n_landmarks=30, random_state=0).fit(points)
    for column in (0, 7, 29):
        row = int(part.landmark_rows_[column])
        found = distances_from(part, row)
        expected = part.dissimilarity_[:, column]
        # The diagonal of points that are no landmarks is estimated from the landmarks in both.
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


def test_other_components_are_beyond_reach(points):
    model = HeatGeodesic(n_neighbors=8, t=50.0, random_state=0)
    model.fit(np.vstack([points[:120], points[:60] + 1e4]))
    assert np.isinf(log_heat_from(model, 0)[120:]).all()
    assert np.isinf(distances_from(model, 0)[120:]).all()
    assert distance_split(model, 0, 150).distance == np.inf
    apart = 2 * 120 * 60 / (180 * 179)
    assert share_beyond_reach(model) >= apart - 1e-12


def test_a_short_time_reaches_fewer_pairs(points):
    shares = [
        share_beyond_reach(HeatGeodesic(n_neighbors=8, t=t, random_state=0).fit(points))
        for t in (0.01, 1.0, 300.0)
    ]
    assert shares[0] > shares[1] >= shares[2] == 0.0


def test_identical_points_are_at_no_distance():
    model = HeatGeodesic(random_state=0).fit(np.ones((5, 2)))
    assert log_heat_from(model, 2).tolist() == [0.0] * 5
    assert distances_from(model, 2).tolist() == [0.0] * 5
    assert distance_split(model, 0, 4).distance == 0.0
    assert share_beyond_reach(model) == 0.0
