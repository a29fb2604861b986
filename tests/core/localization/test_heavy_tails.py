"""One unknown scale for each scan: a golden value, the 2×2 inverse, limits, and what it brings."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import expit

from core.datasets import simulate_building
from core.errors import ParameterError
from core.localization import LikelihoodLocator, make_experiment
from core.localization.latent_map import DETECTION_DBM
from core.localization.likelihood import DETECTION_WIDTH_DB
from core.localization.tail_study import LAWS, tail_study


def log_p(levels_dbm, mean_dbm, tail_nu):
    locator = LikelihoodLocator(tail_nu=tail_nu)
    locator.map_ = SimpleNamespace(mean_dbm=np.array([mean_dbm], dtype=float))
    return locator.log_likelihood(np.array([levels_dbm], dtype=float))[0, 0]


def squared_length(levels_dbm, mean_dbm) -> float:
    """rᵀ Σ⁻¹ r with Σ = 6² I + 5² 11ᵀ, solved."""
    r = np.subtract(levels_dbm, mean_dbm)
    return float(r @ np.linalg.solve(36 * np.eye(len(r)) + 25, r))


def test_two_beacons_by_hand():
    """r = (2, 5): m² = rᵀ (6² I + 5² 11ᵀ)⁻¹ r by numpy; −½ · (4 + 2) log(1 + m²/4)."""
    heard, mean = [-60.0, -70.0], [-62.0, -75.0]
    assert squared_length(heard, mean) == pytest.approx(0.409884, abs=1e-6)
    assert log_p(heard, mean, 4.0) == pytest.approx(-0.292662, abs=1e-6)
    assert log_p(heard, mean, 1e9) == pytest.approx(-0.5 * 0.409884, abs=1e-6)


def test_the_products_are_the_inverse_written_out_and_silence_counts_at_the_likeliest_gain():
    rng = np.random.default_rng(0)
    mean = rng.uniform(-95, -55, 6)
    levels = mean + rng.normal(3, 8, 6)
    levels[[1, 4]] = np.nan
    heard = np.isfinite(levels)
    r = (levels - mean)[heard]
    gain = 25 * r.sum() / (36 + 25 * len(r))
    expected = -0.5 * (4 + len(r)) * np.log1p(squared_length(levels[heard], mean[heard]) / 4)
    at = (mean[~heard] + gain - DETECTION_DBM) / DETECTION_WIDTH_DB
    expected += np.log(1 - expit(at)).sum()
    assert log_p(levels, mean, 4.0) == pytest.approx(expected, rel=1e-9)


def test_a_louder_phone_costs_the_prior_of_its_gain_alone():
    mean = np.array([-62.0, -75.0, -80.0])
    louder = [squared_length(mean + c, mean) for c in (5.0, 10.0)]
    assert louder[0] == pytest.approx(3 * 25 / (36 + 3 * 25))
    assert louder[1] == pytest.approx(4 * louder[0])


def test_tails_are_bounded():
    place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    with pytest.raises(ParameterError, match=r"tail_nu is 0\.5"):
        LikelihoodLocator(beacon_position_m=place_m, tail_nu=0.5).fit(-60 * np.eye(2) - 1, place_m)


def test_heavy_tails_are_no_tempering_where_many_beacons_are_heard():
    """With 17 beacons heard in a scan its scale is known, and the tails are spent."""
    experiment = make_experiment("b", "b", "simulated", simulate_building(random_state=0))
    rows = list(tail_study(experiment))
    normal, tails, tempered = (row["covered"] for row in rows)
    assert [row["law"] for row in rows] == [law for law, _, _ in LAWS]
    assert max(normal, tails) < tempered - 0.2


def test_heavy_tails_on_the_real_floor(shared):
    """Raw 90% sets: 73% by the normal law, 78% with ν = 4, 90% tempered; 1.66, 1.69, 1.75 m."""
    from core.datasets.guelph import load_guelph

    scans = load_guelph("1 s", str(shared / "datasets" / "guelph_ble"))
    rows = list(tail_study(make_experiment("g", "g", "measured", scans)))
    covered = [row["covered"] for row in rows]
    assert covered[0] < covered[1] < covered[2]
    assert covered[1] - covered[0] < 0.6 * (
        covered[2] - covered[0]
    )  # a part of what tempering gives
