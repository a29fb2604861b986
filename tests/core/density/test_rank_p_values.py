"""The tail of a density is calibrated by ranks: fresh rows fall into it as often as it says."""

import numpy as np
import pytest

from core.density import KernelDensity, select_bandwidth
from core.density.rank_p_values import own_rank_p_values, rank_p_values
from core.errors import ParameterError


@pytest.mark.parametrize("d", [1, 5])
@pytest.mark.parametrize("level", [0.02, 0.1, 0.5])
def test_fresh_rows_fall_into_the_tail_as_often_as_it_says(d, level):
    random = np.random.default_rng(d)
    shares = []
    for _ in range(8):  # other data sets, each with its own estimate
        X = random.standard_t(4, size=(300, d))
        density = KernelDensity(bandwidth=select_bandwidth(X)).fit(X)
        known = density.leave_one_out().log_density[:, 0]
        p = rank_p_values(density.score_samples(random.standard_t(4, size=(300, d))), known)
        shares.append((p <= level).mean())
    error = np.std(shares, ddof=1) / np.sqrt(8)
    assert np.mean(shares) <= level + 4 * error + 0.005
    assert np.mean(shares) >= 0.6 * level - 4 * error


def test_a_row_counts_among_those_as_unlikely_as_itself():
    scores = np.random.default_rng(0).normal(size=50)
    p = own_rank_p_values(scores)
    np.testing.assert_allclose(np.sort(p), np.arange(1, 51) / 50)
    assert p.argmin() == scores.argmin()
    assert rank_p_values([-99.0], scores)[0] == pytest.approx(1 / 51)
    with pytest.raises(ParameterError, match="no row to compare"):
        rank_p_values([0.0], [])
