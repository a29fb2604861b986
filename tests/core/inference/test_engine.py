"""The engine: shapes checked, blocks that agree, threads that do not disturb each other."""

import threading

import numpy as np
import pytest

from core.errors import ParameterError
from core.inference import Engine, device, export_onnx, session
from core.inference.bound_runner import BoundRunner
from core.inference.gpu_check import compared_with_cpu
from core.localization import KernelLocator
from tests.core.inference.surveys import made_up_scans, made_up_survey


@pytest.fixture(scope="module")
def locator():
    return KernelLocator().fit(*made_up_survey())


@pytest.fixture(scope="module")
def model(locator):
    return export_onnx(locator)


@pytest.fixture(scope="module")
def scans(locator):
    return made_up_scans(locator.fingerprint_dbm_, 1100)


@pytest.mark.parametrize("n_scans", [0, 1, 2, 31, 33, 1100])
def test_any_number_of_rows_and_blocks_agree_with_single_rows(model, scans, n_scans):
    engine = Engine(model, "cpu")
    engine._block_rows = 32
    found = engine.run({"rss_dbm": scans[:n_scans]})
    assert found["position_m"].shape == (n_scans, 2)
    assert found["covariance_m2"].shape == (n_scans, 2, 2)
    for row in range(min(n_scans, 3)):
        single = engine.run({"rss_dbm": scans[row : row + 1]})
        np.testing.assert_allclose(
            found["position_m"][row], single["position_m"][0], atol=1e-3, rtol=0
        )


def test_many_threads_get_their_own_answers(locator, model, scans):
    engine = Engine(model, "cpu")
    expected = locator.predict(scans)
    assert engine.latency.summary().n_runs == 20  # runs on a made-up row, so that there is a figure
    engine.latency.clear()
    wrong = []

    def ask(start):
        for repeat in range(20):
            row = (start * 20 + repeat) % len(scans)
            found = engine.run({"rss_dbm": scans[row : row + 1]})["position_m"][0]
            if not np.allclose(found, expected[row], atol=1e-3, equal_nan=True):
                wrong.append(row)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert engine.latency.summary().n_runs == 160


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({}, "'rss_dbm' is missing"),
        ({"rss": np.zeros((1, 12))}, "'rss_dbm' is missing; expected: rss_dbm; found: rss"),
        ({"rss_dbm": np.zeros((1, 12)), "more": 1}, "no input 'more'"),
        ({"rss_dbm": np.zeros((1, 13))}, r"expected float \(scans, 12\), found shape \(1, 13\)"),
        ({"rss_dbm": np.zeros(12)}, r"found shape \(12,\)"),
        ({"rss_dbm": [["loud"] * 12]}, "not numbers"),
    ],
)
def test_wrong_inputs_are_named(model, inputs, said):
    with pytest.raises(ParameterError, match=said):
        Engine(model, "cpu").run(inputs)


@pytest.mark.parametrize("junk", [b"", b"not a model", bytes(1000)])
def test_junk_is_no_model(junk):
    with pytest.raises(ParameterError, match="cannot load this model"):
        Engine(junk)


def test_an_unknown_device_lists_the_known(model):
    with pytest.raises(ParameterError, match="auto, cpu, cuda"):
        Engine(model, "tpu")


@pytest.mark.parametrize("asked", ["auto", "cuda"])
def test_a_machine_without_gpu_says_cpu_and_why_and_logs_nothing(model, asked, capfd, monkeypatch):
    monkeypatch.setenv(device.FORCE_VARIABLE, "cpu")
    engine = Engine(model, asked)
    engine.run({"rss_dbm": np.full((1, 12), -60.0)})
    assert engine.device == "cpu"
    assert "KERNELSCOPE_DEVICE=cpu" in engine.reason
    printed = capfd.readouterr()
    assert printed.out == printed.err == ""


def test_a_gpu_without_its_libraries_is_named_with_the_line_that_mends_it(
    model, capfd, monkeypatch
):
    monkeypatch.setattr(session, "gpu_available", lambda: (True, "1 NVIDIA GPU"))
    real = session.onnxruntime.InferenceSession

    def cpu_only(model, options, providers):
        return real(model, options, providers=["CPUExecutionProvider"])

    monkeypatch.setattr(session.onnxruntime, "InferenceSession", cpu_only)
    monkeypatch.setattr(
        session.onnxruntime, "preload_dlls", lambda directory: print("Failed to load")
    )
    engine = Engine(model, "auto")
    assert engine.device == "cpu"
    assert "pip install 'onnxruntime-gpu[cuda,cudnn]'" in engine.reason
    assert "Failed" not in capfd.readouterr().out


@pytest.mark.parametrize("n_scans", [1, 5, 8, 64, 65, 1100])
def test_bound_buffers_pad_and_cut_without_a_trace(locator, model, scans, n_scans):
    """The path of the GPU, on CPU buffers: same numbers, also when the buffers are used again."""
    plain = session.open_session(model, "cpu").session
    runner = BoundRunner(plain, "cpu")
    for block in (scans[:n_scans], scans[::-1][:n_scans]):
        found = runner.run({"rss_dbm": block}, len(block))
        np.testing.assert_allclose(found[0], locator.predict(block), atol=1e-3)


def test_bound_buffers_follow_a_new_database():
    survey_dbm, position_m = made_up_survey()
    locator = KernelLocator().fit(survey_dbm, position_m)
    plain = session.open_session(export_onnx(locator, database_as_input=True), "cpu").session
    runner = BoundRunner(plain, "cpu")
    scans = made_up_scans(survey_dbm, 8)
    for shift_m in (0.0, 5.0):
        feeds = {
            "rss_dbm": scans,
            "fingerprint_dbm": locator.fingerprint_dbm_.astype(np.float32),
            "grid_m": locator.grid_ + shift_m,
        }
        found = runner.run(feeds, len(scans))[0]
        np.testing.assert_allclose(found, locator.predict(scans) + shift_m, atol=1e-3)


@pytest.mark.gpu
def test_on_a_gpu_the_numbers_are_the_same(locator, model, scans):
    usable, reason = device.gpu_available()
    if not usable:
        pytest.skip(f"no GPU: {reason}")
    engine = Engine(model, "cuda")
    assert engine.device == "cuda"
    assert engine.parity_with_cpu < 1e-3
    found = engine.run({"rss_dbm": scans})["position_m"]
    np.testing.assert_allclose(found, locator.predict(scans), atol=1e-3)


def test_a_gpu_that_computes_something_else_is_not_used(model, monkeypatch):
    """A session on CPU buffers stands for the GPU; its runner adds a metre to every answer."""
    placement = session.Placement(session.open_session(model, "cpu").session, "cuda", "1 GPU")
    real = BoundRunner.run

    def on_buffers(self, feeds, rows):
        self._device = "cpu"
        return real(self, feeds, rows)

    monkeypatch.setattr(BoundRunner, "run", on_buffers)
    used, gap = compared_with_cpu(placement, model)
    assert used is placement
    assert gap < 1e-3

    def off_by_a_metre(self, feeds, rows):
        return [value + 1 for value in on_buffers(self, feeds, rows)]

    monkeypatch.setattr(BoundRunner, "run", off_by_a_metre)
    used, gap = compared_with_cpu(placement, model)
    assert used.device == "cpu"
    assert "differ from the CPU's by 1" in used.reason
    assert gap == pytest.approx(1.0, abs=1e-3)


def test_an_engine_computes_only_the_outputs_that_are_asked_for():
    survey_dbm, position_m = made_up_survey()
    scans = made_up_scans(survey_dbm)
    for database_as_input in (False, True):
        locator = KernelLocator(kernel="ntk").fit(survey_dbm, position_m)
        model = export_onnx(locator, database_as_input=database_as_input)
        whole = Engine(model, "cpu")
        part = Engine(model, "cpu", outputs=["position_m"])
        assert part.outputs == ("position_m",)
        assert part.inputs == whole.inputs
        assert part.metadata == whole.metadata
        np.testing.assert_allclose(
            part.run({"rss_dbm": scans})["position_m"],
            whole.run({"rss_dbm": scans})["position_m"],
            atol=1e-6,
        )
        with pytest.raises(ParameterError, match="'heat'; it has: position_m"):
            Engine(model, "cpu", outputs=["heat"])
