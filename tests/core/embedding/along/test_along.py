"""Order from a root: true orders come back, branches are found, and nothing depends on names."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import adjusted_rand_score

from core.datasets.generators.branching_counts import branching_counts
from core.datasets.generators.tree import tree
from core.datasets.scaling import principal_axes
from core.embedding import HeatGeodesic, branches, pseudotime
from core.embedding.along.features import features_along
from core.embedding.along.pseudotime import pseudotime_spread
from core.errors import ParameterError
from tests.every_page import thorough


def cells(seed, n_points=500, **settings):
    cloud = branching_counts(n_points=n_points, random_state=seed, **settings)
    axes, _ = principal_axes(cloud.values, 30)
    return cloud, (cloud.values - cloud.values.mean(axis=0)) @ axes.T


@pytest.fixture(scope="module")
def branching():
    cloud, X = cells(0)
    return cloud, X, HeatGeodesic(random_state=0).fit(X)


@pytest.mark.parametrize("seed", [1, *map(thorough, (2, 3, 4))])
def test_cells_come_back_in_their_true_order(seed):
    cloud, X = cells(seed, n_points=600)
    model = HeatGeodesic(random_state=0).fit(X)
    assert spearmanr(pseudotime(model, 0), cloud.time)[0] >= 0.97


def test_three_branches_and_both_branch_points_are_found(branching):
    cloud, _, model = branching
    found = branches(model, 0)
    assert len(found.tips) == 3
    assert {str(cloud.labels[tip]) for tip in found.tips} == {"branch A", "branch B1", "branch B2"}
    assert adjusted_rand_score(cloud.labels, found.part) > 0.9
    assert spearmanr(found.way, cloud.time)[0] >= 0.97
    first, second = found.points
    assert first.way < second.way
    assert abs(cloud.time[first.row] - 1.0) < 0.3
    assert abs(cloud.time[second.row] - 1.6) < 0.3
    for tip in range(3):
        rows = found.along(tip)
        assert (np.diff(found.way[rows]) >= 0).all()
        assert spearmanr(np.arange(len(rows)), cloud.time[rows])[0] > 0.95


def test_a_line_has_no_branches_and_a_tree_has_its_own():
    line = np.column_stack([np.linspace(0, 9, 150), np.zeros(150)])
    found = branches(HeatGeodesic(random_state=0).fit(line), 0)
    assert len(found.tips) == 1
    assert found.tips[0] > 145
    assert found.points == ()
    assert (found.part == 0).all()
    cloud = tree(points_per_branch=60, random_state=1)
    found = branches(HeatGeodesic(random_state=0).fit(cloud.values), 0)
    assert len(found.tips) == 4
    assert adjusted_rand_score(cloud.labels, found.part) > 0.8


def test_order_does_not_depend_on_the_order_of_rows(branching):
    _, X, model = branching
    shuffled = np.random.default_rng(0).permutation(len(X))
    again = HeatGeodesic(random_state=0).fit(X[shuffled])
    root = int(np.flatnonzero(shuffled == 0)[0])
    moved, order = pseudotime(again, root), pseudotime(model, 0)[shuffled]
    np.testing.assert_allclose(moved, order, atol=1e-6 * order.max())


def test_other_pieces_have_no_order():
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(60, 2)), rng.normal(size=(30, 2)) + 1e4, [[-1e6, 0.0]]])
    model = HeatGeodesic(n_neighbors=5, random_state=0).fit(X)
    order = pseudotime(model, 3)
    own = model.component_ == model.component_[3]
    assert np.isfinite(order[own]).all()
    assert np.isinf(order[~own]).all()
    assert order[3] == 0
    assert (branches(model, 3).part[~own] == -1).all()


def test_landmarks_give_nearly_the_same_order(branching):
    _, X, model = branching
    some = HeatGeodesic(n_landmarks=100, random_state=0).fit(X)
    assert spearmanr(pseudotime(some, 0), pseudotime(model, 0))[0] > 0.97
    assert len(branches(some, 0).tips) == 3


def test_the_spread_is_a_small_share_where_the_order_is_sure(branching):
    _, _, model = branching
    spread = pseudotime_spread(model, 0, 2)
    assert spread.shape == (500,)
    assert 0 < np.median(spread) < 0.08
    np.testing.assert_array_equal(spread, pseudotime_spread(model, 0, 2))


def test_features_come_in_the_order_in_which_they_turn():
    way = np.sort(np.random.default_rng(0).random(300))
    turns = np.array([0.8, 0.3, 0.5])
    X = 1 / (1 + np.exp(-(way[:, None] - turns) / 0.03)) * [1, -1, 2]
    found = features_along(np.column_stack([X, np.random.default_rng(1).random(300)]), way, 3)
    assert found.feature.tolist() == [1, 2, 0]
    assert found.rises.tolist() == [False, True, True]
    np.testing.assert_allclose(found.turn, [0.3, 0.5, 0.8], atol=0.05)


def test_a_root_that_is_no_row_is_refused(branching):
    with pytest.raises(ParameterError, match="root is 500; choose a row from 0 to 499"):
        pseudotime(branching[2], 500)
