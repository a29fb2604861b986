"""Exported graphs against their estimators: every representation, every kernel, every kind."""

import json

import numpy as np
import onnx
import pytest
from sklearn.neural_network import MLPRegressor

from core.errors import ComputeError, ParameterError
from core.inference import Engine, ModelInfo, export_onnx
from core.inference.export.metadata import PREFIX, data_sha256
from core.inference.export.parity import Parity, away_from_ties, locator_parity
from core.localization import (
    AdaptedLocator,
    BeaconSelector,
    CentroidLocator,
    KernelLocator,
    MapLocator,
    RegressorLocator,
)
from core.localization.kernels import KERNELS
from core.localization.representations import REPRESENTATIONS
from tests.core.inference.surveys import made_up_scans, made_up_survey

TOLERANCE_M = 1e-3


def both(locator, scans, **how):
    """Positions and covariances of graph and estimator, away from ties at the k-th place."""
    found = Engine(export_onnx(locator, **how), "cpu").run({"rss_dbm": scans})
    settled = away_from_ties(locator.registered_map(), scans)
    assert settled.mean() > 0.9
    return (
        (found["position_m"][settled], locator.predict(scans)[settled]),
        (found["covariance_m2"][settled], locator.covariance(scans)[settled]),
    )


@pytest.mark.parametrize("database_as_input", [False, True], ids=["constant", "input"])
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_kernel_locator_parity(representation, kernel, database_as_input):
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator(representation=representation, kernel=kernel)
    locator.fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)
    position, covariance = both(locator, scans, database_as_input=database_as_input)
    np.testing.assert_allclose(*position, atol=TOLERANCE_M, rtol=0)
    np.testing.assert_allclose(*covariance, atol=10 * TOLERANCE_M, rtol=1e-4)


@pytest.mark.parametrize("power", [0.5, 1, 128])
@pytest.mark.parametrize("n_neighbors", [1, 3, 1000])
def test_parity_at_the_ends_of_the_parameters(power, n_neighbors):
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator(power=power, n_neighbors=n_neighbors, missing_dbm=-120)
    locator.fit(survey_dbm, position_m)
    position, covariance = both(locator, made_up_scans(survey_dbm))
    np.testing.assert_allclose(*position, atol=TOLERANCE_M, rtol=0)
    np.testing.assert_allclose(*covariance, atol=10 * TOLERANCE_M, rtol=1e-4)


@pytest.mark.parametrize("make", [MapLocator, AdaptedLocator], ids=lambda kind: kind.__name__)
def test_locators_on_a_smoothed_map_have_the_same_graph(make):
    survey_dbm, position_m = made_up_survey()
    beacon_m = made_up_survey(12, seed=5)[1]
    locator = make(beacon_position_m=beacon_m).fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)
    if make is AdaptedLocator:
        locator.adapt(scans)
        assert np.abs(locator.offset_db_).max() > 0.1
    position, _ = both(locator, scans)
    np.testing.assert_allclose(*position, atol=TOLERANCE_M, rtol=0)


def test_selected_beacons_alone_are_compared():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator(selector=BeaconSelector(n_beacons=7)).fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)
    for database_as_input in (False, True):
        position, _ = both(locator, scans, database_as_input=database_as_input)
        np.testing.assert_allclose(*position, atol=TOLERANCE_M, rtol=0)


def test_metres_of_a_national_grid_keep_their_millimetres():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator().fit(survey_dbm, position_m + np.array([4_864_800.0, -7_600.0]))
    for database_as_input in (False, True):
        position, _ = both(locator, made_up_scans(survey_dbm), database_as_input=database_as_input)
        np.testing.assert_allclose(*position, atol=TOLERANCE_M, rtol=0)


def test_another_survey_goes_through_the_same_model():
    first_dbm, first_m = made_up_survey()
    other_dbm, other_m = made_up_survey(9, seed=7, extent_m=15.0)
    engine = Engine(export_onnx(KernelLocator().fit(first_dbm, first_m), database_as_input=True))
    assert engine.inputs == ("rss_dbm", "fingerprint_dbm", "grid_m")
    scans = made_up_scans(other_dbm)
    other = KernelLocator().fit(other_dbm, other_m)
    database = {"fingerprint_dbm": other.fingerprint_dbm_, "grid_m": other.grid_}
    given = engine.run({"rss_dbm": scans, **database})["position_m"]
    np.testing.assert_allclose(given, other.predict(scans), atol=TOLERANCE_M)


def test_voters_are_the_weights_of_the_estimator():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator(n_neighbors=5).fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)[1:]
    found = Engine(export_onnx(locator)).run({"rss_dbm": scans})
    weights = np.zeros((len(scans), len(position_m)))
    np.put_along_axis(weights, found["voter_index"], found["voter_weight"], axis=1)
    np.testing.assert_allclose(weights, locator.weights(scans), atol=1e-4)


def spaced_out(step_m: float):
    """A corridor of 30 m, surveyed every ``step_m``: levels that fall with distance, and scans."""
    rng = np.random.default_rng(2)
    place_m = np.column_stack([np.arange(0, 30, step_m), np.zeros(round(30 / step_m))])
    beacon_m = np.column_stack([np.linspace(1, 29, 8), np.ones(8)])

    def levels(position_m):
        away_m = np.linalg.norm(position_m[:, None] - beacon_m[None], axis=2)
        return -55 - 25 * np.log10(np.maximum(away_m, 1))

    scans = levels(rng.uniform([0, 0], [30, 0], (60, 2))) + rng.normal(0, 4, (60, 8))
    scans[rng.random(scans.shape) < 0.2] = np.nan
    return levels(place_m), place_m, np.minimum(scans, -1.0).astype(np.float32)


@pytest.mark.parametrize("database_as_input", [False, True], ids=["constant", "input"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_how_sure_the_graph_is_rests_on_all_places(kernel, database_as_input):
    """One place votes, all make the posterior and its spread, as in the estimator."""
    survey_dbm, place_m, scans = spaced_out(0.5)
    locator = KernelLocator(kernel=kernel, power=8, n_neighbors=1).fit(survey_dbm, place_m)
    scans = np.vstack([scans, np.full((1, 8), np.nan, dtype=np.float32)])
    model = export_onnx(locator, database_as_input=database_as_input)
    found = Engine(model, "cpu").run({"rss_dbm": scans})
    np.testing.assert_allclose(found["posterior"], locator.posterior(scans), atol=1e-4)
    np.testing.assert_allclose(found["posterior"].sum(axis=1), 1.0, atol=1e-5)
    settled = away_from_ties(locator.registered_map(), scans)
    expected = locator.covariance(scans)
    assert np.nanmedian(expected[:, 0, 0]) > 0.5
    np.testing.assert_allclose(found["covariance_m2"][settled], expected[settled], atol=0.01)


def test_the_ellipse_of_a_graph_does_not_depend_on_the_spacing():
    spread_m = []
    for step_m in (1.0, 0.1):
        survey_dbm, place_m, scans = spaced_out(step_m)
        engine = Engine(export_onnx(KernelLocator().fit(survey_dbm, place_m)), "cpu")
        spread_m.append(np.sqrt(engine.run({"rss_dbm": scans})["covariance_m2"][:, 0, 0]))
    assert np.median(spread_m[1]) == pytest.approx(np.median(spread_m[0]), rel=0.15)


def test_a_posterior_that_differs_is_not_exported():
    survey_dbm, place_m, _ = spaced_out(0.5)
    locator = KernelLocator(n_neighbors=2).fit(survey_dbm, place_m)
    registered = locator.registered_map()
    model = export_onnx(locator)

    class Other(KernelLocator):
        def posterior(self, rss_dbm):
            return np.roll(super().posterior(rss_dbm), 1, axis=1)

    other = Other(n_neighbors=2).fit(survey_dbm, place_m)
    assert locator_parity(locator, registered, model).unit == "m"
    with pytest.raises(ComputeError, match="of the posterior"):
        locator_parity(other, registered, model).check()


def test_a_scan_that_resembles_no_place_is_in_the_middle_of_all():
    survey_dbm = np.array([[-50.0, np.nan, np.nan], [np.nan, -50.0, np.nan]])
    locator = KernelLocator().fit(survey_dbm, np.array([[0.0, 0.0], [10.0, 4.0]]))
    alone = np.array([[np.nan, np.nan, -60.0]], dtype=np.float32)
    for database_as_input in (False, True):
        model = export_onnx(locator, database_as_input=database_as_input)
        found = Engine(model).run({"rss_dbm": alone})
        np.testing.assert_allclose(found["position_m"], locator.predict(alone), atol=1e-6)
        np.testing.assert_allclose(found["covariance_m2"], locator.covariance(alone), rtol=1e-5)
        assert not found["voter_weight"].any()


def test_a_scan_that_hears_nothing_has_no_position_and_loud_levels_count_as_silence():
    survey_dbm, position_m = made_up_survey()
    engine = Engine(export_onnx(KernelLocator().fit(survey_dbm, position_m)))
    for silence in (np.nan, 0.0, 127.0):
        found = engine.run({"rss_dbm": np.full((1, 12), silence)})
        assert np.isnan(found["position_m"]).all()
        assert np.isnan(found["covariance_m2"]).all()


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_network_parity(activation):
    survey_dbm, position_m = made_up_survey()
    filled = np.nan_to_num(survey_dbm, nan=-105.0) / 50
    network = MLPRegressor(
        hidden_layer_sizes=(16, 8), activation=activation, tol=1.0, random_state=0
    )
    network.fit(filled, position_m)
    engine = Engine(export_onnx(network))
    found = engine.run({"rss_dbm": filled})["position_m"]
    expected = network.predict(filled)
    assert found.shape == expected.shape == (60, 2)
    np.testing.assert_allclose(found, expected, atol=1e-5 * np.abs(expected).max(), rtol=0)


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_network_locator_parity(representation):
    survey_dbm, position_m = made_up_survey()
    network = MLPRegressor(hidden_layer_sizes=(16, 8), tol=1.0, random_state=0)
    locator = RegressorLocator(regressor=network, representation=representation)
    locator.fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)
    found = Engine(export_onnx(locator)).run({"rss_dbm": scans})
    expected = locator.predict(scans)
    scale = np.nanmax(np.abs(expected))
    np.testing.assert_allclose(found["position_m"], expected, atol=1e-5 * scale, rtol=0)
    np.testing.assert_allclose(
        found["covariance_m2"], locator.covariance(scans), atol=1e-2, rtol=1e-3
    )
    np.testing.assert_allclose(found["posterior"], locator.posterior(scans), atol=1e-4)


def test_the_model_says_what_it_is():
    survey_dbm, position_m = made_up_survey(n_beacons=3)
    locator = KernelLocator(power=16).fit(survey_dbm, position_m)
    info = ModelInfo(("a", "b", "c"), source="made up", licence="MIT")
    model = onnx.load_from_string(export_onnx(locator, info=info))
    onnx.checker.check_model(model, full_check=True)
    lines = {p.key.removeprefix(PREFIX): p.value for p in model.metadata_props}
    assert json.loads(lines["feature_names"]) == ["a", "b", "c"]
    assert json.loads(lines["parameters"])["power"] == 16
    assert json.loads(lines["units"])["position_m"] == "m"
    assert lines["data_licence"] == "MIT"
    assert lines["data_sha256"] == data_sha256(locator.fingerprint_dbm_, locator.grid_)
    assert float(lines["parity_error"]) <= float(lines["parity_tolerance"]) == 1e-3
    assert model.ir_version == 10
    assert model.opset_import[0].version == 21
    assert model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "scans"


def test_the_same_export_twice_is_the_same_file():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator().fit(survey_dbm, position_m)
    assert export_onnx(locator) == export_onnx(locator)


def test_what_cannot_be_exported_says_so():
    survey_dbm, position_m = made_up_survey()
    with pytest.raises(ParameterError, match="call fit before"):
        export_onnx(KernelLocator())
    with pytest.raises(ParameterError, match="CentroidLocator has no ONNX form"):
        export_onnx(CentroidLocator(beacon_position_m=position_m[:12]).fit(survey_dbm, position_m))
    with pytest.raises(ParameterError, match="around RandomForestRegressor"):
        export_onnx(RegressorLocator().fit(survey_dbm, position_m))
    with pytest.raises(ParameterError, match="3 names; the estimator was fitted with 12"):
        export_onnx(KernelLocator().fit(survey_dbm, position_m), info=ModelInfo(("a", "b", "c")))


def test_a_graph_that_is_off_is_not_exported():
    with pytest.raises(ComputeError, match=r"differs from the estimator by 0\.5 m"):
        Parity(0.5, "m", 1e-3, 64).check()
