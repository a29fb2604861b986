"""Neighbours first: more of them are kept on surfaces that no plane holds, and units stay."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from core.datasets.generators.torus import torus
from core.embedding import HeatGeodesic
from core.embedding.time_ladder import nearest_data, neighbors_kept
from core.errors import ParameterError


@pytest.fixture(scope="module")
def ring():
    return torus(n_points=400, noise=0.05, n_dimensions=8, random_state=1)


def test_neighbours_first_keeps_more_of_them_on_a_torus_and_fewer_lengths(ring):
    nearest = nearest_data(ring.truth)
    shares, lengths = {}, {}
    for keep in ("lengths", "neighbors"):
        Y = HeatGeodesic(keep=keep, random_state=0).fit_transform(ring.values)
        shares[keep] = neighbors_kept(Y, nearest)
        lengths[keep] = np.corrcoef(pdist(Y), squareform(ring.truth, checks=False))[0, 1]
        assert 0.3 < np.median(pdist(Y)) / np.median(ring.truth) < 1.5
    assert shares["neighbors"] > shares["lengths"] + 0.1
    assert lengths["neighbors"] < lengths["lengths"]


def test_the_same_bits_and_units_of_the_data(ring):
    first, again, large = (
        HeatGeodesic(keep="neighbors", random_state=0).fit_transform(factor * ring.values)
        for factor in (1, 1, 4)
    )
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(large, 4 * first, rtol=1e-9)


def test_what_is_kept_is_one_of_two():
    with pytest.raises(ParameterError, match="keep is 'angles'; choose one of lengths, neighbors"):
        HeatGeodesic(keep="angles").fit(np.eye(5))
