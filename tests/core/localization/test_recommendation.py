"""Methods that keep the spread of scans, and which one is recommended: laws, twins, words."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.neighbors import KNeighborsRegressor

from benchmarks.localization.uji import LIBRARY, zone
from components.localization.recommended import recommended_words
from core.datasets import FingerprintSet
from core.errors import ParameterError
from core.localization import (
    KernelLocator,
    NeighborsLocator,
    make_experiment,
    method,
    recommendation,
)
from core.localization.kernels import log_kernel, spread
from core.localization.method_row import AT_ONCE_S
from core.localization.methods import METHODS, STACKED, quick_methods, usable_methods
from core.localization.place_folds import held_out_folds, place_folds, thinned
from core.localization.recommendation import CLOSE, DAY, FOLDS, HOLDING, PHONE, USUAL, recommend
from core.localization.representations import ON_PAGES, represent
from core.localization.scan_locator import ScanLocator
from core.localization.stack_locator import StackLocator, located_by_the_others, mixing_shares
from core.localization.tuned_neighbors import COUNTS, TunedNeighborsLocator

BEACONS_M = np.array([[0.0, 0], [12, 0], [0, 9], [12, 9], [6, 4]])


def survey(per_place: int = 6, seed: int = 0, **more) -> FingerprintSet:
    """20 places of a grid, five beacons, 3 dB of noise."""
    rng = np.random.default_rng(seed)
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(5) * 3.0, np.arange(4) * 3.0))
    position_m = np.repeat(np.column_stack([x, y]), per_place, axis=0)
    away = np.linalg.norm(position_m[:, None] - BEACONS_M, axis=2)
    level = -50 - 22 * np.log10(np.maximum(away, 1)) + rng.normal(0, 3, away.shape)
    level[level < -76] = np.nan
    return FingerprintSet(level, position_m, list("abcde"), BEACONS_M, **more)


SCANS = survey()
FITTED = (SCANS.rss_dbm, SCANS.known_position_m)
ASKED = survey(1, seed=1).rss_dbm


@pytest.mark.parametrize("settings", [{}, {"kernel": "gaussian", "representation": "dbm"}])
def test_the_vote_of_single_scans_is_that_of_the_formula(settings):
    locator = ScanLocator(n_neighbors=7, power=4, **settings).fit(*FITTED)
    parameters = locator.get_params()
    name, silent = parameters["representation"], parameters["missing_dbm"]
    f = represent(name, SCANS.rss_dbm, silent)
    expected = np.zeros((len(ASKED), 20))
    for row, scan in enumerate(represent(name, ASKED, silent)):
        similar = np.exp(4 * log_kernel(parameters["kernel"], scan[None], f, spread(f))[0])
        for place, at_m in enumerate(locator.grid_):
            expected[row, place] = similar[(SCANS.position_m == at_m).all(axis=1)].mean()
    posterior = expected / expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(locator.posterior(ASKED), posterior, rtol=1e-9)
    expected[expected < np.sort(expected, axis=1)[:, -7, None]] = 0
    weight = expected / expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(locator.weights(ASKED), weight, rtol=1e-9, atol=1e-300)


def test_of_one_scan_a_place_it_is_the_kernel_vote_and_repeated_scans_count_once():
    one = survey(1)
    pair = [
        each.fit(one.rss_dbm, one.known_position_m).predict(ASKED)
        for each in (ScanLocator(), KernelLocator())
    ]
    np.testing.assert_allclose(pair[0], pair[1], atol=1e-9)
    copies = np.where((SCANS.position_m == SCANS.position_m[0]).all(axis=1), 5, 1)
    again = ScanLocator().fit(*(np.repeat(each, copies, axis=0) for each in FITTED))
    np.testing.assert_allclose(
        again.posterior(ASKED), ScanLocator().fit(*FITTED).posterior(ASKED), rtol=1e-9
    )


def test_tuned_neighbours_are_those_that_scikit_learn_would_choose():
    fold = place_folds(SCANS.known_position_m)
    tried = {}
    for row in ON_PAGES:
        f = represent(row.name, SCANS.rss_dbm, -105.0)
        for count in COUNTS:
            for weights in ("uniform", "distance"):
                error_m = []
                for held in held_out_folds(fold):
                    k = min(count, int((~held).sum()))
                    model = KNeighborsRegressor(k, weights=weights, algorithm="brute")
                    model.fit(f[~held], SCANS.position_m[~held])
                    error_m.append(
                        np.linalg.norm(model.predict(f[held]) - SCANS.position_m[held], axis=1)
                    )
                tried[row.name, count, weights == "distance"] = np.concatenate(error_m).mean()
    locator = TunedNeighborsLocator().fit(*FITTED)
    chosen = (locator.representation_, locator.n_neighbors_, locator.by_distance_)
    assert tried[chosen] == pytest.approx(min(tried.values()), rel=1e-9)
    f = [represent(chosen[0], each, -105.0) for each in (SCANS.rss_dbm, ASKED)]
    model = KNeighborsRegressor(
        chosen[1], weights="distance" if chosen[2] else "uniform", algorithm="brute"
    )
    found = model.fit(f[0], SCANS.position_m).predict(f[1])
    np.testing.assert_allclose(locator.predict(ASKED), found, atol=1e-9)


def test_shares_are_those_of_a_mixture_and_the_better_has_more():
    rng = np.random.default_rng(0)
    true_m = rng.uniform(0, 9, (300, 2))
    found_m = np.stack([true_m + rng.normal(0, sd, true_m.shape) for sd in (1.0, 2.0, 1.0)])
    share = mixing_shares(found_m, true_m)
    assert share.sum() == pytest.approx(1)
    # Independent errors: shares in proportion to 1 / variance, 4 : 1 : 4.
    np.testing.assert_allclose(share, np.array([4, 1, 4]) / 9, atol=0.05)
    moved = mixing_shares(found_m + 1e6, true_m + 1e6)
    np.testing.assert_allclose(moved, share, atol=1e-4)
    assert mixing_shares(np.full((2, 3, 2), np.nan), true_m[:3]).tolist() == [0.5, 0.5]


def test_a_stack_of_one_is_that_one_and_of_none_is_refused():
    one = StackLocator(locators=[NeighborsLocator(n_neighbors=9)]).fit(*FITTED)
    plain = NeighborsLocator(n_neighbors=9).fit(*FITTED)
    np.testing.assert_allclose(one.predict(ASKED), plain.predict(ASKED))
    np.testing.assert_allclose(one.posterior(ASKED), plain.posterior(ASKED))
    with pytest.raises(ParameterError, match="locators is empty"):
        StackLocator().fit(*FITTED)


def test_no_place_is_located_by_its_own_scans():
    fold = place_folds(SCANS.known_position_m)
    assert np.bincount(fold).tolist() == [24] * 5
    for at_m in np.unique(SCANS.position_m, axis=0):
        assert len(np.unique(fold[(SCANS.position_m == at_m).all(axis=1)])) == 1
    nearest = located_by_the_others([NeighborsLocator(n_neighbors=1)], *FITTED)[0]
    assert np.linalg.norm(nearest - SCANS.position_m, axis=1).min() >= 3.0
    kept = thinned(SCANS.known_position_m, 40)
    assert np.unique(SCANS.position_m[kept], axis=0, return_counts=True)[1].tolist() == [2] * 20


def experiment(scans: FingerprintSet, **test):
    """Half of each place's scans as tests, with what ``test`` says of them and of the survey."""
    role = np.where(np.arange(scans.n_scans) % 2, "test", "survey")
    more = {name: np.where(role == "test", there, here) for name, (here, there) in test.items()}
    return make_experiment("k", "K", "yours", replace(scans, role=role, **more))


def test_the_least_error_at_left_out_places_is_recommended_unless_the_phone_changed():
    same = recommend(experiment(SCANS))
    assert same.table["mean_m"].is_monotonic_increasing
    assert same.method is same.best
    mean_m = same.table.set_index("key")["mean_m"]
    close = mean_m["stack"] <= CLOSE * mean_m.min()
    assert same.method is method("stack" if close else mean_m.index[0])
    assert set(STACKED) | {"stack"} <= set(same.table["key"])
    assert same.unforeseen == (PHONE, HOLDING, DAY)
    assert f"**Recommended here: {same.method.title}**" in recommended_words(same)
    assert "cannot foresee another phone" in recommended_words(same)
    for changed, test in (
        (PHONE, {"device_id": ("one", "two")}),
        (HOLDING, {"holding": ("floor", "pocket")}),
    ):
        found = recommend(experiment(SCANS, **test))
        assert found.changed == (changed,)
        assert found.method is USUAL
        assert found.best is same.best
        assert f"made with {changed}" in recommended_words(found)
    assert recommend(experiment(SCANS, device_id=("one", "one"))).method is same.best


def test_where_the_data_do_not_say_it_the_radio_says_that_the_phone_changed():
    bare = experiment(SCANS)
    assert recommend(bare).heard is None
    weak = bare.test.rss_dbm - 8.0
    deaf = replace(bare.test, rss_dbm=np.where(weak < -76, np.nan, weak))
    unsaid = recommend(replace(bare, test=deaf))
    assert unsaid.method is USUAL
    assert unsaid.heard[0] > 1.25 * unsaid.heard[1]
    assert "do not say how the test scans were made" in recommended_words(unsaid)
    assert f"test scan hears {unsaid.heard[1]:.1f} beacons" in recommended_words(unsaid)
    same = np.full(bare.survey.n_scans, "mine")
    said = {"device_id": same, "holding": same}
    survey = replace(bare.survey, **said)
    test = replace(deaf, **dict.fromkeys(said, same[: deaf.n_scans]))
    assert recommend(replace(bare, survey=survey, test=test)).heard is None
    few = replace(bare, test=deaf.select(np.arange(6)))  # two places
    assert recommend(few).heard is None


def test_another_phone_is_heard_and_the_same_at_other_places_is_not(shared):
    """The second public survey without its names: its phones, and its campaigns."""
    library = zone(LIBRARY)
    phone, campaign = library.scans.device_id, library.campaign
    bare = replace(library.scans, device_id=None)
    for here, there, heard in (
        (phone == "1", phone == "2", True),
        (phone == "1", phone == "3", True),
        ((phone == "1") & (campaign == 2), (phone == "1") & (campaign == 3), False),
        (campaign == 3, campaign == 2, False),
    ):
        pair = [bare.select(np.flatnonzero(each)) for each in (here, there)]
        assert (recommendation._heard_otherwise(*pair) is not None) is heard


def test_a_survey_by_several_phones_is_validated_on_the_phone_left_out():
    phones = np.tile(["one", "one", "two", "two", "three", "three"], 20)
    loud = SCANS.rss_dbm + 8.0 * (phones == "two")[:, None]
    scans = replace(SCANS, rss_dbm=loud, device_id=phones)
    bare = experiment(scans)
    fourth = replace(bare.test, device_id=np.full(bare.test.n_scans, "four"))
    found = recommend(replace(bare, test=fourth))
    assert found.unforeseen == (HOLDING, DAY)
    assert found.changed == ()
    mixed = found.table.set_index("key")["mean_m"]
    again = recommend(bare)  # the same three phones: nothing to leave out
    assert again.unforeseen == (PHONE, HOLDING, DAY)
    alone = again.table.set_index("key")["mean_m"]
    assert (mixed["forest_dbm"] - mixed["kernel"]) > (alone["forest_dbm"] - alone["kernel"])


def test_one_scan_a_place_is_warned_of():
    found = recommend(make_experiment("k", "K", "yours", survey(1)))
    assert found.scans_a_place == 1
    assert "one scan a place" in recommended_words(found)
    assert "one scan a place" not in recommended_words(recommend(experiment(SCANS)))


def test_where_nothing_can_be_left_out_the_usual_method_is_kept():
    two = SCANS.select(np.arange(12))  # two places, of which one is held out
    found = recommend(make_experiment("k", "K", "yours", two))
    assert found.method is USUAL
    assert "no method locates" in recommended_words(found)


def test_what_takes_seconds_here_is_taken_along_and_what_takes_longer_waits_to_be_asked():
    few = experiment(SCANS)
    assert {"forest_dbm", "kernel_ridge", "stack"} <= {row.key for row in quick_methods(few)}
    many = experiment(survey(2000))
    long = {row.key for row in usable_methods(many)} - {row.key for row in quick_methods(many)}
    assert {"mlp", "svr", "forest"} <= long
    assert not {"forest_dbm", "kernel_ridge"} & long  # of a long survey they learn a part
    seconds = [method("stack").fit_seconds(n, 24) for n in (100, 1_000, 20_000)]
    assert seconds == sorted(seconds)
    assert seconds[1] < AT_ONCE_S < seconds[2]
    assert not {row.key for row in METHODS if not row.slow} & long
    assert {row.key for row in METHODS if FOLDS in row.compared_in} >= {*STACKED, "stack"}


def test_methods_are_the_same_after_a_clone():
    for key in ("scans", "tuned_neighbors", "stack"):
        locator = method(key).make(SCANS)
        found = [each.fit(*FITTED).predict(ASKED) for each in (locator, clone(locator))]
        np.testing.assert_array_equal(*found)
