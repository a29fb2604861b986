"""The pictures of the Models page: table of cards, one card, the chart of the benchmark."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, style
from components.jobs import run_job
from components.live.models.exported import ExportedModel, engine_of, exported_model
from components.text import counted
from core.inference.engine import Engine
from core.inference.model_card import ModelCard, model_card
from core.inference.speed import BATCHES, Speed, measure_all, neighbors_baseline
from core.localization.experiment import Experiment
from core.parallel import Progress

MISSING_DBM = -105.0
PEER = "scikit-learn, 20 nearest places"


def file_name(experiment: Experiment, exported: ExportedModel) -> str:
    """What the download is called."""
    return f"kernelscope-{experiment.key.split('-')[0]}-{exported.key}.onnx"


def card_of(experiment: Experiment, exported: ExportedModel) -> ModelCard:
    """The card of an exported model."""
    return model_card(exported.data, exported.title, file_name(experiment, exported))


def models_table(experiment: Experiment, keys: tuple[str, ...], device: str) -> pd.DataFrame:
    """One row per model: what it is, how large, how exact, how fast, where."""
    rows = []
    for key in keys:
        exported, engine = exported_model(experiment, key), engine_of(experiment, key, device)
        card, latency = card_of(experiment, exported), engine.latency.summary()
        parity = dict(card.properties)
        rows.append(
            {
                "model": exported.title,
                "nodes": card.n_nodes,
                "size_kB": card.n_bytes / 1000,
                "parity": f"{parity['parity_error']} {parity['parity_unit']}",
                "p50_ms": latency.p50_ms,
                "runs_on": engine.device.upper(),
                "fit_s": exported.fit_s,
                "export_s": exported.export_s,
            }
        )
    return pd.DataFrame(rows)


def show_card(experiment: Experiment, exported: ExportedModel) -> None:
    """Inputs, outputs, what the file says of itself, the download and the snippet."""
    card = card_of(experiment, exported)
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        st.markdown(
            f"**{card.n_nodes} nodes, {card.n_bytes / 1000:.0f} kB.** Parity: {card.parity}."
        )
        signature = [("input", *row) for row in card.inputs]
        signature += [("output", *row) for row in card.outputs]
        st.dataframe(
            pd.DataFrame(signature, columns=["Kind", "Name", "Type and shape", "Unit"]),
            hide_index=True,
            alt="Inputs and outputs of the model",
        )
        st.dataframe(
            pd.DataFrame(card.properties, columns=["Property", "Value"]),
            hide_index=True,
            alt="What the file says about itself",
        )
    with right:
        st.download_button(
            f"Download {file_name(experiment, exported)}",
            exported.data,
            file_name=file_name(experiment, exported),
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            key="download_onnx",
            help="The model as one file; it runs anywhere ONNX Runtime does.",
        )
        st.markdown(f"{counted(len(card.snippet.splitlines()), 'line')} of Python that run it:")
        st.code(card.snippet, language="python", wrap_lines=True)


def show_benchmark(experiment: Experiment, keys: tuple[str, ...], device: str) -> None:
    """Latency and throughput over batch sizes, on a click."""

    def make(progress: Progress, done: list[Any]) -> Iterator[Speed]:
        scans = experiment.test.rss_dbm.astype(np.float32)
        runs: dict[str, Callable[[Any], object]] = {}
        inputs: dict[str, Any] = {}
        for key in keys:
            engine = engine_of(experiment, key, device)
            title = f"{exported_model(experiment, key).title} (ONNX, {engine.device.upper()})"
            runs[title] = partial(_locate, engine)
            inputs[title] = scans
        places, first = np.unique(experiment.survey.known_position_m, axis=0, return_index=True)
        registered = np.nan_to_num(experiment.survey.rss_dbm[first], nan=MISSING_DBM)
        runs[PEER] = neighbors_baseline(registered, places, 20)
        inputs[PEER] = np.nan_to_num(scans, nan=MISSING_DBM)
        for number, row in enumerate(measure_all(runs, inputs, BATCHES, progress)):
            if number >= len(done):
                yield row

    key = ("speed", experiment, keys, device)
    job = run_job(key, "benchmark", make, origin=experiment.origin, start=False)
    if not job.results:
        st.caption(
            "Measures every model in the table over batch sizes on this machine, against "
            "scikit-learn in the same run. Takes a few seconds; other load shows in the 99th "
            "percentile."
        )
        return
    table = pd.DataFrame([vars(row) for row in job.results])
    figure = go.Figure()
    for number, (who, rows) in enumerate(table.groupby("who", sort=False)):
        figure.add_scatter(
            x=rows["batch"],
            y=rows["rows_per_s"],
            mode="lines+markers",
            line={
                "color": palette.categories()[number % 10],
                "dash": "dot" if who == PEER else "solid",
            },
            customdata=np.column_stack([rows["p50_ms"], rows["p99_ms"]]),
            hovertemplate="%{x} at once: %{y:,.0f} per second<br>p50 %{customdata[0]:.3f} ms, p99 "
            "%{customdata[1]:.3f} ms<extra>%{fullData.name}</extra>",
            name=str(who),
        )
    style(figure, height=380, x="Scans at once (batch size)", y="Fixes per second")
    figure.update_xaxes(type="log", tickvals=list(BATCHES))
    figure.update_yaxes(type="log")
    chart(
        figure,
        key="speed",
        figure_too=True,
        alt="Fixes per second over the batch size, one line per model and one for scikit-learn.",
        table=table,
    )


def _locate(engine: Engine, scans: Any) -> object:
    return engine.run({"rss_dbm": scans})
