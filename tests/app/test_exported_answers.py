"""A lab's model answers through its exported form where that pays, and says so."""

import base64
import json

import numpy as np
from sklearn.datasets import load_wine
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import open_page


def script(bandwidth: float) -> None:
    import numpy as np
    import streamlit as st

    from components.exported_answers import exported_answers
    from core.density import KernelDensity

    random = np.random.default_rng(0)
    density = KernelDensity(bandwidth=bandwidth, precision="mixed")
    density.fit(random.normal(size=(60, 3)))
    queries = random.normal(size=(7, 3))
    st.session_state["answers"] = exported_answers(bandwidth, density, queries, n_points=60)
    st.session_state["expected"] = density.score_samples(queries), density.participation(queries)


def run(bandwidth: float = 0.7) -> AppTest:
    app = AppTest.from_function(script, args=(bandwidth,), default_timeout=60).run()
    assert not app.exception
    return app


def test_few_queries_are_answered_by_the_exported_model_and_are_right():
    app = run()
    answers, (log_density, k_eff) = app.session_state["answers"], app.session_state["expected"]
    np.testing.assert_allclose(answers.outputs["log_density"], log_density, atol=1e-3)
    np.testing.assert_allclose(answers.outputs["k_eff"], k_eff, rtol=1e-3)
    assert "exported model (ONNX)" in answers.said
    assert "nats" in answers.said


def test_many_queries_on_a_processor_are_left_to_the_estimator(monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_DEVICE", "cpu")
    monkeypatch.setattr("components.exported_answers.MOST_PAIRS_ON_CPU", 100)
    answers = run().session_state["answers"]
    assert answers.outputs is None
    assert "by the estimator itself" in answers.said
    assert "420 pairs" in answers.said


def test_a_model_that_has_no_exact_form_is_not_used_and_the_reason_is_said():
    # at h = 1e-4 single precision cannot tell a point's neighbours from itself
    answers = run(bandwidth=1e-4).session_state["answers"]
    assert answers.outputs is None
    assert "differs from the estimator" in answers.said


def test_own_queries_get_answers_and_the_model_can_be_taken_away():
    app = open_page("density_your_data.py", points="wine")
    wine = load_wine(as_frame=True).data.head(5)
    file = ("queries.csv", wine.to_csv(index=False).encode(), "text/csv")
    app.file_uploader(key="query_file-wine").set_value([file]).run()
    assert not app.error
    assert any("exported model (ONNX)" in caption.value for caption in app.caption)


def test_new_rows_that_are_old_ones_fall_on_their_places_whatever_was_prepared():
    app = open_page("embedding_map.py", data="wine", map_standardise="true", map_pca_axes="5")
    wine = load_wine(as_frame=True).data.head(6)
    content = wine[wine.columns[::-1]].to_csv(index=False).encode()  # found by name, in any order
    app.file_uploader(key="new_points_file-wine").set_value(
        [("new.csv", content, "text/csv")]
    ).run()
    assert not app.error
    assert not app.exception
    assert any("exported model (ONNX)" in caption.value for caption in app.caption)
    charts = [chart.proto.spec for chart in app.get("plotly_chart")]
    *old, new = json.loads(next(spec for spec in charts if "new row" in spec))["data"]
    assert new["name"] == "new points"
    places = np.vstack([coordinates(trace) for trace in old])
    for place in coordinates(new):
        assert np.linalg.norm(places - place, axis=1).min() < 1e-6


def test_a_file_of_queries_is_not_asked_of_other_data():
    app = open_page("density_your_data.py", points="wine")
    wine = load_wine(as_frame=True).data.head(5)
    file = ("queries.csv", wine.to_csv(index=False).encode(), "text/csv")
    app.file_uploader(key="query_file-wine").set_value([file]).run()
    assert any("exported model (ONNX)" in caption.value for caption in app.caption)
    app.selectbox(key="points").set_value("moons").run()
    assert not app.error
    assert not any("exported model (ONNX)" in caption.value for caption in app.caption)


def test_a_new_table_without_the_columns_is_explained_and_the_map_stays():
    app = open_page("embedding_map.py", data="wine")
    app.file_uploader(key="new_points_file-wine").set_value(
        [("n.csv", b"a,b\n1,2\n3,4\n", "text/csv")]
    )
    app.run()
    assert any("lacks alcohol" in error.value for error in app.error)
    assert "nearest neighbours" in app.markdown[0].value


def coordinates(trace: dict) -> np.ndarray:
    """(n, 2) places of a trace; plotly writes them as lists, or as base64 of their bytes."""

    def plain(encoded) -> np.ndarray:
        if isinstance(encoded, list):
            return np.array(encoded, dtype=float)
        return np.frombuffer(base64.b64decode(encoded["bdata"]), dtype=encoded["dtype"])

    return np.column_stack([plain(trace["x"]), plain(trace["y"])])
