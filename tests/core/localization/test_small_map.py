"""Small maps: golden codes, laws of packing and merging, and what a smaller map costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets import load
from core.errors import ParameterError
from core.localization import KernelLocator
from core.localization.experiment import make_experiment
from core.localization.representations import represent
from core.localization.size_study import size_study
from core.localization.small_map import (
    BITS,
    pack_codes,
    place_codes,
    read_small_map,
    store_bytes,
    unpack_codes,
    with_codes,
    with_merged_places,
    write_small_map,
)
from tests.core.localization.test_posterior import PLACES_M, levels_dbm

RNG = np.random.default_rng(0)
POSITION_M = np.repeat(PLACES_M, 4, axis=0)
SURVEY_DBM, SCANS_DBM = levels_dbm(POSITION_M, RNG), levels_dbm(PLACES_M, RNG)
LOCATOR = KernelLocator().fit(SURVEY_DBM, POSITION_M)


def test_one_place_by_hand():
    """f = ((r + 105) / 105)ᵉ scaled so that −105 dBm is 0; 255, 15, 3 times f over its largest."""
    f = represent("powed", np.array([[-60.0, -75.0, -90.0, np.nan]]), -105.0)
    np.testing.assert_allclose(f, [[0.099939, 0.033195, 0.005044, 0.0]], atol=1e-6)
    codes = [place_codes(f, bits).ravel().tolist() for bits in (8, 4, 2)]
    assert codes == [[255, 85, 13, 0], [15, 5, 1, 0], [3, 1, 0, 0]]


@given(st.sampled_from(BITS), st.integers(1, 7), st.integers(1, 9), st.integers(0, 99))
def test_packing_and_back_is_nothing_and_takes_the_bytes_that_are_said(bits, n, b, seed):
    codes = np.random.default_rng(seed).integers(0, 2**bits, (n, b)).astype(np.uint8)
    packed = pack_codes(codes, bits)
    np.testing.assert_array_equal(unpack_codes(packed, (n, b), bits), codes)
    assert len(packed) + 4 * n == store_bytes(n, b, bits)


@pytest.mark.parametrize("bits", BITS)
def test_codes_keep_the_order_and_forget_the_scale(bits):
    f = represent("powed", LOCATOR.fingerprint_dbm_, -105.0)
    codes = place_codes(f, bits)
    assert (codes.max(axis=1) == 2**bits - 1).all()
    np.testing.assert_array_equal(place_codes(7.5 * f, bits), codes)
    unheard = np.column_stack([f, np.zeros(len(f))])
    np.testing.assert_array_equal(place_codes(unheard, bits)[:, :-1], codes)
    order = np.argsort(f, axis=1)
    assert (np.diff(np.take_along_axis(codes.astype(int), order, axis=1), axis=1) >= 0).all()
    assert not place_codes(np.zeros((2, 3)), bits).any()


def test_eight_bits_change_nothing_that_matters():
    away_m = np.linalg.norm(
        with_codes(LOCATOR, 8).predict(SCANS_DBM) - LOCATOR.predict(SCANS_DBM), axis=1
    )
    assert np.mean(away_m <= 0.05) >= 0.99
    assert np.isfinite(with_codes(LOCATOR, 1).predict(SCANS_DBM)).all()


def test_as_many_places_as_there_are_is_the_exact_map_and_fewer_are_means():
    same = with_merged_places(LOCATOR, len(PLACES_M))
    np.testing.assert_allclose(same.predict(SCANS_DBM), LOCATOR.predict(SCANS_DBM), atol=1e-6)
    one = with_merged_places(LOCATOR, 1)
    np.testing.assert_allclose(one.predict(SCANS_DBM[:1])[0], PLACES_M.mean(axis=0))
    half = with_merged_places(LOCATOR, 30)
    assert half.grid_.shape == (30, 2)
    assert LOCATOR.grid_.shape == PLACES_M.shape  # the exact one is as it was


def test_a_file_holds_what_it_says():
    header, position_m, codes = read_small_map(write_small_map(LOCATOR, list("abcdefg"), 2))
    np.testing.assert_allclose(position_m, LOCATOR.grid_, atol=0.005)
    np.testing.assert_array_equal(
        codes, place_codes(represent("powed", LOCATOR.fingerprint_dbm_, -105.0), 2)
    )
    assert header["beacons"] == list("abcdefg")
    assert "half to even" in header["codes"]
    far = KernelLocator().fit(SURVEY_DBM, POSITION_M + np.array([1e4, 0.0]))
    np.testing.assert_allclose(
        read_small_map(write_small_map(far, list("abcdefg"), 4))[1], far.grid_, atol=0.01
    )


def test_what_cannot_be_stored_without_its_scale_is_refused():
    gaussian = KernelLocator(representation="dbm", kernel="gaussian").fit(SURVEY_DBM, POSITION_M)
    with pytest.raises(ParameterError, match="no function of the angle"):
        with_codes(gaussian, 4)
    with pytest.raises(ParameterError, match="8, 4, 2, 1"):
        place_codes(np.ones((1, 1)), 3)


def sizes(experiment):
    rows = {row["store"]: row for row in size_study(experiment)}
    assert rows["All places, 32 bits"]["more_m"] == 0
    return rows


def test_four_bits_cost_nothing_in_the_building_and_one_does():
    rows = sizes(make_experiment("b", "b", "simulated", load("building")))
    assert rows["All places, 4 bits"]["more_m"] <= 0.02
    assert rows["All places, 2 bits"]["more_m"] <= 0.08
    assert rows["All places, 1 bit"]["more_m"] > 0.1
    assert rows["All places, 4 bits"]["bytes"] < rows["All places, 32 bits"]["bytes"] / 4


@pytest.mark.parametrize("windows", ["1 s", "all beacons"])
def test_small_maps_of_the_real_floor(windows, shared):
    from core.datasets.guelph import load_guelph

    scans = load_guelph(windows, str(shared / "datasets" / "guelph_ble"))
    rows = sizes(make_experiment("g", "g", "measured", scans))
    assert rows["All places, 4 bits"]["more_m"] <= 0.03
    assert rows["All places, 2 bits"]["more_m"] <= 0.10
    assert rows["32 merged places, 32 bits"]["more_m"] <= 0.05
