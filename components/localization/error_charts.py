"""All scans together: the error's distribution beside kNN, and the numbers as a table."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.localization.results import BASELINE_NEIGHBORS, Evaluation
from components.memory import once
from core.localization import bootstrap_cdf, localization_report
from core.localization.experiment import Experiment, independent_blocks

MARKS = (0.5, 0.75, 0.9, 0.95)
OURS, BASELINE = "This locator", f"{BASELINE_NEIGHBORS} nearest neighbours in dBm"


def show_error_charts(
    experiment: Experiment, results: Evaluation, selected: np.ndarray | None
) -> None:
    """Distribution of the error with confidence bands, and the report as a table."""
    rows = np.ones(experiment.test.n_scans, dtype=bool) if selected is None else selected
    left, right = st.columns([0.58, 0.42], gap="large")
    with left:
        st.subheader("How far off, over all scans?", anchor=False)
        _cdf_chart(experiment, results, rows)
    with right:
        st.subheader("The numbers", anchor=False)
        table = report_table(experiment, results, rows)
        st.dataframe(
            table,
            width="stretch",
            alt="Error statistics of both methods",
            column_config={
                name: st.column_config.NumberColumn(format="%.2f") for name in table.columns
            },
        )


@once
def report_table(experiment: Experiment, results: Evaluation, rows: np.ndarray) -> pd.DataFrame:
    """Both methods' reports side by side, over the chosen rows."""
    true_m = experiment.test.known_position_m[rows]
    reports = {
        OURS: localization_report(true_m, results.predicted_m[rows]),
        "kNN": localization_report(true_m, results.baseline_m[rows]),
    }
    names = {
        **{"mean": "mean, m", "median": "median, m", "p75": "75th percentile, m"},
        **{"p90": "90th percentile, m", "p95": "95th percentile, m"},
        **{"max": "worst, m", "within_1m": "share within 1 m"},
        **{"within_2m": "share within 2 m", "within_3m": "share within 3 m"},
        **{"available": "share located"},
    }
    return pd.DataFrame(reports).rename(index=names)


def _cdf_chart(experiment: Experiment, results: Evaluation, rows: np.ndarray) -> None:
    bands = _bands(experiment, results, rows)
    chart(
        _cdf(bands, _far_enough(results, rows)),
        key="where_cdf",
        alt="Cumulative distribution of the error of this locator and of nearest neighbours, "
        "with 95% bands from a bootstrap over independent stops or walks.",
        table=lambda: pd.concat(bands),
    )


@once
def _bands(experiment: Experiment, results: Evaluation, rows: np.ndarray) -> list[pd.DataFrame]:
    """The distribution of the error with its band: ours, then the baseline's."""
    blocks = independent_blocks(experiment.test)[rows]
    errors_m = {OURS: results.error_m[rows], BASELINE: results.baseline_error_m[rows]}
    return [
        bootstrap_cdf(error_m, blocks, random_state=0).assign(method=name)
        for name, error_m in errors_m.items()
    ]


@drawn
def _cdf(bands: list[pd.DataFrame], farthest_m: float) -> go.Figure:
    figure = go.Figure()
    for band, colour in zip(bands, palette.categories()[1::-1], strict=True):
        _add_curve(figure, str(band["method"].iloc[0]), band, colour)
    for mark in MARKS:
        figure.add_hline(y=mark, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    style(figure, height=380, x="Error, m", y="Share of scans within")
    figure.update_yaxes(range=[0, 1.01], tickvals=[0, *MARKS, 1], tickformat=".0%")
    figure.update_xaxes(range=[0, farthest_m])
    return figure


def _add_curve(figure: go.Figure, name: str, band: pd.DataFrame, colour: str) -> None:
    """The curve, over its band where there are stops or walks enough for one."""
    error_m = band["error_m"].to_numpy()
    if band["lower"].notna().all():
        figure.add_scatter(
            x=np.concatenate([error_m, error_m[::-1]]),
            y=np.concatenate([band["upper"], band["lower"][::-1]]),
            fill="toself",
            fillcolor=palette.with_alpha(colour, 0.18),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            name=f"{name}, 95% band",
        )
    figure.add_scatter(
        x=error_m,
        y=band["share"],
        mode="lines",
        line={"color": colour, "width": 2.5},
        hovertemplate="%{y:.0%} of the scans within %{x:.1f} m<extra>" + name + "</extra>",
        name=name,
    )


def _far_enough(results: Evaluation, rows: np.ndarray) -> float:
    both = np.concatenate([results.error_m[rows], results.baseline_error_m[rows]])
    finite = both[np.isfinite(both)]
    return float(np.quantile(finite, 0.985)) if len(finite) else 1.0
