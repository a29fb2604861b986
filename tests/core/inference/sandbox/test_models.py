"""A visitor's own model: good ones run, others end in a sentence (rows 31–38 of the checklist)."""

import os
import re

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor

from core import confined
from core.errors import ComputeError, KernelscopeError, ParameterError, UploadError
from core.inference import export_onnx
from core.inference.sandbox import child, places, runner
from core.inference.sandbox.inspection import inspect_model
from core.inference.sandbox.runner import SandboxedModel
from core.inference.session import onnxruntime
from core.limits import LIMITS
from core.localization import KernelLocator
from tests.core.inference.sandbox import hostile_models as made
from tests.core.inference.surveys import made_up_scans, made_up_survey

REFUSED = {
    "empty": (lambda: b"", "is empty"),
    "text": (lambda: b"hello, this is no model at all", "not an ONNX model"),
    "truncated": (lambda: made.linear()[:40], "not an ONNX model"),
    "pickle": (lambda: b"\x80\x04\x95abc", r"pickle.*Export it to ONNX first"),
    "keras": (lambda: b"\x89HDF\r\n\x1a\n", "HDF5"),
    "joblib in a ZIP": (lambda: b"PK\x03\x04abc", "ZIP"),
    "external data": (made.external_data, "outside its file"),
    "external data in an attribute": (made.external_data_in_an_attribute, "outside its file"),
    "custom domain": (made.custom_domain, r"'com\.evil'; allowed are ai\.onnx"),
    "runtime's own domain": (made.microsoft_domain, r"'com\.microsoft'"),
    "endless loop": (made.endless_loop, "'Loop', which is not allowed"),
    "branch": (made.operator_hidden_in_a_branch, "not allowed"),
    "hidden in a function": (made.operator_hidden_in_a_function, "'Evil'"),
    "functions that multiply": (made.functions_that_multiply, "limit is 5,000"),
    "function that calls itself": (made.function_that_calls_itself, "calls itself"),
    "too many nodes": (made.too_many_nodes, r"6,001 nodes|5,001 nodes"),
    "overload that hides a loop": (made.overload_hides_loop, "'Loop', which is not allowed"),
    "overloads that multiply": (made.overloads_that_multiply, "1,000,000 nodes; the limit is"),
    "function given twice": (made.function_twice, "holds the function 'Helper' twice"),
    "long row of functions": (made.functions_in_a_row, "more than 64 deep"),
    "long row, each called": (
        lambda: made.functions_in_a_row(2_000, calls_all=True),
        "more than 64 deep",
    ),
    "functions that multiply weights": (made.functions_that_multiply_bytes, "has 151,.* bytes"),
    "defaults that multiply": (made.defaults_that_multiply_bytes, "has 151,.* bytes"),
    "function of a newer opset": (made.function_for_a_newer_opset, "cannot be written out"),
    "too many arguments": (made.too_many_arguments, r"cannot be written out: Number of actual"),
    "graph in an operator": (made.graph_in_a_harmless_operator, "holds a graph of its own"),
    "name that is no text": (made.name_that_is_no_text, r"operator b'\\xff"),
    "function that is no text": (made.function_that_is_no_text, r"called b'\\xff.*rename it"),
    "no input": (made.no_input, "has no input"),
    "newer opset": (made.newer_opset, "opset 99; this server runs up to 26"),
    "newer IR": (made.newer_ir, "IR version 99"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_run_is_refused_before_it_does(name):
    make, said = REFUSED[name]
    with pytest.raises(KernelscopeError, match=said):
        inspect_model(make())


@pytest.mark.parametrize(
    "domain",
    [
        *("", "ai.onnx", "ai.onnx.ml", "ai.onnx.preview.training", "ai.onnx.training"),
        *("com.microsoft", "com.microsoft.nchwc", "com.microsoft.experimental"),
        *("com.ms.internal.nhwc", "org.pytorch.aten"),
    ],
)
def test_a_function_may_not_take_the_domain_of_a_runtime(domain):
    with pytest.raises(UploadError, match=r"of its own|redefines a standard operator"):
        inspect_model(made.function_in_domain(domain))


def test_every_domain_that_this_runtime_knows_is_refused():
    native = onnxruntime.capi.onnxruntime_pybind11_state
    domains = {schema.domain for schema in native.get_all_operator_schema()}
    assert {"", "com.microsoft"} <= domains
    for domain in domains:
        with pytest.raises(UploadError):
            inspect_model(made.function_in_domain(domain))


@pytest.mark.parametrize(
    "model",
    [made.linear(), made.good_function(), made.not_a_number(), made.marked_as_another_format()],
    ids=["1", "2", "3", "4"],
)
def test_harmless_models_pass(model):
    assert inspect_model(model).n_nodes == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("overload_hides_loop", "'Loop', which is not allowed"),
        ("overload_multiplies_nodes", "1,000,000 nodes; the limit is 5,000"),
        ("function_named_com_microsoft", "'com.microsoft', where runtimes have operators"),
        ("model_noin", "has no input"),
    ],
)
def test_the_known_ways_around_are_closed(name, said, shared):
    with pytest.raises(KernelscopeError, match=said):
        SandboxedModel((shared / "faults" / "live" / f"{name}.onnx").read_bytes())


def test_a_model_of_one_row_is_given_several_in_turn():
    rows = np.random.default_rng(0).uniform(-95, -45, size=(7, 12))
    weight = np.linspace(-0.02, 0.01, 24).reshape(12, 2)
    model = SandboxedModel(made.one_row())
    try:
        assert model.row_by_row
        found = model.run({"levels": rows})
        np.testing.assert_allclose(found["place"], rows @ weight, rtol=1e-5)
        np.testing.assert_allclose(found["score"], (rows @ weight).sum(axis=1), rtol=1e-5)
        single = model.run({"levels": rows[3:4]})
        np.testing.assert_array_equal(single["place"], found["place"][3:4])
        with pytest.raises(ParameterError, match=r"expected float \(1, 12\), found shape \(7, 5\)"):
            model.run({"levels": rows[:, :5]})
    finally:
        model.close()


def test_a_model_of_any_rows_is_given_them_at_once():
    model = SandboxedModel(made.linear())
    try:
        assert not model.row_by_row
    finally:
        model.close()


def test_a_function_counts_once_for_each_call():
    assert inspect_model(made.functions_that_multiply(levels=3, width=10)).n_nodes == 1000


def test_an_exported_locator_runs_in_the_child_with_the_same_numbers():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator().fit(survey_dbm, position_m)
    scans = made_up_scans(survey_dbm)
    model = SandboxedModel(export_onnx(locator))
    try:
        assert model.inputs == ("rss_dbm",)
        assert model.card["metadata"]["kernelscope.estimator"] == "KernelLocator"
        found = model.run({"rss_dbm": scans})
        np.testing.assert_allclose(found["position_m"], locator.predict(scans), atol=1e-3)
        assert model.latency.summary().n_runs == 1
    finally:
        model.close()


@pytest.fixture(scope="module")
def linear():
    model = SandboxedModel(made.linear())
    yield model
    model.close()


def test_a_good_model_runs_and_wrong_shapes_are_named(linear):
    found = linear.run({"levels": np.full((3, 12), -50.0)})
    np.testing.assert_allclose(found["place"], np.full((3, 2), 6.0), rtol=1e-5)
    with pytest.raises(ParameterError, match=r"expected float \(n, 12\), found shape \(3, 5\)"):
        linear.run({"levels": np.zeros((3, 5))})


def test_a_child_that_dies_is_started_again(linear):
    linear._child.kill()
    linear._child.wait(10)
    assert linear.run({"levels": np.zeros((1, 12))})["place"].shape == (1, 2)


@pytest.mark.parametrize("side", [25_000, 100_000])  # 2.5 GB are there, 40 seldom
def test_a_giant_is_stopped_by_the_memory_limit(side):
    model = SandboxedModel(made.giant(side))
    try:
        with pytest.raises(ComputeError, match="memory"):
            model.run({"x": np.zeros((1, 12))})
    finally:
        model.close()


def test_a_slow_model_is_killed_and_after_three_times_left_alone():
    model = SandboxedModel(made.slow(n=15), run_s=0.5)
    try:
        for _ in range(3):
            with pytest.raises(ComputeError, match=r"longer than 0\.5 s"):
                model.run({"x": np.zeros((1, 12))})
        assert model._child is None
        with pytest.raises(ComputeError, match="not started again"):
            model.run({"x": np.zeros((1, 12))})
    finally:
        model.close()


def test_what_the_runtime_cannot_load_says_why():
    with pytest.raises(UploadError, match="cannot load this model"):
        SandboxedModel(made.texts())


def test_the_child_knows_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_MQTT_PASSWORD", "hunter2")
    assert "hunter2" not in str(confined.bare_environment())
    assert "PATH" in confined.bare_environment()


def test_no_process_is_left_behind():
    model = SandboxedModel(made.linear())
    child = model._child
    model.close()
    assert child.poll() is not None
    if os.path.exists("/proc"):
        assert not os.path.exists(f"/proc/{child.pid}")


def test_a_network_of_scikit_learn_passes_the_inspection():
    survey_dbm, position_m = made_up_survey()
    network = MLPRegressor(hidden_layer_sizes=(4,), tol=1.0, random_state=0)
    network.fit(np.nan_to_num(survey_dbm, nan=-105.0), position_m)
    assert inspect_model(export_onnx(network)).opset == 21


def test_what_is_promised_in_writing_is_what_is_set():
    written = " ".join((confined.ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    assert f"at most {LIMITS['model_bytes'].maximum / 1e6:.0f} MB" in written
    assert f"with {child.MEMORY_BYTES / 1e9:.0f} GB of memory from before its first byte" in written
    assert (
        f"{LIMITS['model_nodes'].maximum:,} nodes and {LIMITS['model_parts'].maximum:,} parts"
        in (written)
    )
    assert (
        f"Loading ends after {runner.LOAD_S:.0f} s and a run after {runner.RUN_S:.0f} s" in written
    )
    for document in (written, (confined.ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.search(rf"{places.MOST} (visitors' )?models (run on a server )?at once", document)
        assert places.PLACES_VARIABLE in document
