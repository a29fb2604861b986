"""Groups along the data: firm where there are some, none where there are none."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import adjusted_rand_score

from core.datasets import load
from core.embedding import HeatGeodesic
from core.embedding.along.groups import DOUBTFUL, _largest_overlap, heat_groups
from core.errors import ParameterError

RANDOM = np.random.default_rng(0)
CORNERS = 8 * np.eye(10)
BLOBS = np.vstack([RANDOM.normal(size=(60, 10)) + CORNERS[i] for i in range(4)])
OF_BLOB = np.repeat(np.arange(4), 60)


def found(X, fewest=12, **settings):
    return heat_groups(HeatGeodesic(random_state=0, **settings).fit(X), X, fewest, random_state=0)


def test_groups_far_apart_are_found_and_stand_firm():
    groups = found(BLOBS)
    assert adjusted_rand_score(OF_BLOB, groups.group) == 1.0
    assert groups.firm.all()
    assert groups.overall > 0.98
    assert groups.sizes.tolist() == [60] * 4


def test_they_are_those_of_the_distances_alone():
    D = cdist(BLOBS, BLOBS)
    np.testing.assert_array_equal(found(D, metric="precomputed").group, found(BLOBS).group)


def test_one_gaussian_has_no_firm_group():
    groups = found(RANDOM.normal(size=(300, 5)))
    assert not groups.firm.any()
    assert groups.overall < 0.3


def test_the_time_is_the_one_at_which_groups_are_found_again():
    """The map's time splits each moon at its thin places; short ways do not."""
    moons = load("moons")
    model = HeatGeodesic(random_state=0).fit(moons.values)
    groups = heat_groups(model, moons.values, 12, random_state=0)
    assert model.t_ > 50
    assert groups.t == 3.0
    assert adjusted_rand_score(moons.labels, groups.group) > 0.95
    assert (groups.stability > DOUBTFUL).all()
    assert groups.firm[0]


def test_copies_lie_with_their_first_row_and_rows_may_come_in_any_order():
    X = np.vstack([BLOBS, BLOBS[:7]])
    groups = found(X)
    np.testing.assert_array_equal(groups.group[-7:], groups.group[:7])
    order = np.random.default_rng(1).permutation(len(BLOBS))
    assert adjusted_rand_score(found(BLOBS[order]).group, found(BLOBS).group[order]) == 1.0


def test_the_overlap_is_the_share_of_rows_in_both_of_rows_in_either():
    before, after = np.array([0, 0, 0, 1, 1, -1]), np.array([1, 1, 0, 0, -1, 1])
    # {0, 1, 2} and {0, 1, 5} share 2 of 4; {3, 4} and {2, 3} 1 of 3.
    np.testing.assert_allclose(_largest_overlap(before, after, 2), [2 / 4, 1 / 3])
    assert _largest_overlap(before, np.full(6, -1), 2).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("X", "fewest", "words"),
    [(BLOBS, 1, "fewest is 1"), (BLOBS, 241, "fewest is 241"), (BLOBS[:9], 3, "at least 20")],
)
def test_what_cannot_be_is_refused(X, fewest, words):
    with pytest.raises(ParameterError, match=words):
        heat_groups(HeatGeodesic(n_neighbors=5, random_state=0).fit(X), X, fewest)
