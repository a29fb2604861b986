"""The pictures of the "How good?" view that compare methods: the table and the curves."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import palette
from components.charts import chart, drawn, first_screen, style
from components.memory import Kept
from core.localization import MethodResult, bootstrap_cdf, comparison_table
from core.localization.experiment import Experiment, independent_blocks
from core.localization.recommendation import Recommendation

MARKS = (0.5, 0.75, 0.9, 0.95)
ENDS = ("method", "mean_m", "uses")  # the columns that stand first and last
# A name is read beside its numbers on a phone, too: a table pins up to 60% of its width, and breaks
# lines where a row is higher than 4 rem.
NAME_PX, LONGEST_NAME = 210, 29
ROW_PX, TWO_LINES_PX, HEAD_PX, TABLE_PX = 36, 66, 40, 720
FARTHEST_SHARE = 0.97  # of the scans are on the picture; the rest is tail


def method_table_place(table: pd.DataFrame) -> DeltaGenerator:
    """Where the table of methods stands; what is drawn in it replaces what was drawn before."""
    height = min(_row_px(table) * len(table) + HEAD_PX, TABLE_PX)
    return first_screen(height, key="methods").empty()


def _row_px(table: pd.DataFrame) -> int:
    """How high a row is: two lines where a name needs them."""
    longest = max((len(name) for name in table.get("method", ())), default=0)
    return TWO_LINES_PX if longest > LONGEST_NAME else ROW_PX


def show_method_table(
    place: DeltaGenerator, table: pd.DataFrame, recommended: Recommendation | None
) -> None:
    """All methods with their marks and intervals, best mean first; one is recommended here."""
    metres = {
        "mean_m": "Mean, m",
        "low_m": "Mean from, m",
        "high_m": "Mean to, m",
        "median_m": "Median, m",
        "p75_m": "75th percentile, m",
        "p90_m": "90th percentile, m",
        "p95_m": "95th percentile, m",
        "max_m": "Worst, m",
    }
    shares = {
        "within_1m": "Within 1 m",
        "within_2m": "Within 2 m",
        "within_3m": "Within 3 m",
        "available": "Located",
    }
    help_ = {
        "p75_m": "The third quartile: what IPIN competitions rank by.",
        "low_m": "Lower end of the 95% interval of the mean, from a bootstrap over independent "
        "stops or walks; it takes five of them.",
        "available": "Share of the scans that got a position at all.",
    }
    column = st.column_config
    shown = table
    if len(table):
        title = "" if recommended is None else recommended.method.title
        shown = table.assign(here=np.where(table["method"] == title, "recommended", ""))
    place.dataframe(
        shown,
        hide_index=True,
        column_order=(
            "method",
            "mean_m",
            "here",
            *(name for name in table.columns if name not in ENDS and table[name].notna().any()),
            "uses",
        ),
        height="stretch",
        row_height=_row_px(table),
        column_config={
            "method": column.TextColumn("Method", width=NAME_PX, pinned=True),
            "here": column.TextColumn(
                "Here", width=125, help="Best on places left out of the survey; see above."
            ),
            "uses": column.TextColumn("Uses", width="medium"),
            **{
                name: column.NumberColumn(title, format="%.2f", help=help_.get(name))
                for name, title in metres.items()
            },
            **{
                name: column.NumberColumn(title, format="percent", help=help_.get(name))
                for name, title in shares.items()
            },
        },
        alt="Methods with their error statistics, best mean first",
    )


def show_curves(
    experiment: Experiment, results: list[MethodResult], ceiling: MethodResult | None
) -> None:
    """Cumulative distributions with marks at 50, 75, 90 and 95%, the ceiling dashed."""
    shown = results if ceiling is None else [*results, ceiling]
    band_of = _band_kept.of(experiment.origin)
    bands = [band for result in shown if (band := band_of(experiment, result)) is not None]
    chart(
        _curves(bands, None if ceiling is None else ceiling.method.title),
        key="accuracy_cdf",
        figure_too=True,
        alt="Cumulative distributions of the error of the chosen methods.",
        table=(lambda: pd.concat(bands)) if bands else None,
    )


def method_table(results: list[MethodResult], experiment: Experiment) -> pd.DataFrame:
    """One row per method, best mean first: ``comparison_table`` of what is there."""
    return _table_kept.of(experiment.origin)(experiment, results)


def _table(experiment: Experiment, results: list[MethodResult]) -> pd.DataFrame:
    return comparison_table(results, experiment)


def _band(experiment: Experiment, result: MethodResult) -> pd.DataFrame | None:
    """The distribution of a method's error with its 95% band; None without any position."""
    if not np.isfinite(result.error_m).any():
        return None
    band = bootstrap_cdf(result.error_m, independent_blocks(experiment.test), random_state=0)
    return band.assign(method=result.method.title)


_table_kept, _band_kept = Kept(_table), Kept(_band)


@drawn
def _curves(bands: list[pd.DataFrame], ceiling: str | None) -> go.Figure:
    colours = palette.categories()
    figure, farthest = go.Figure(), 1.0
    for number, band in enumerate(bands):
        name = str(band["method"].iloc[0])
        farthest = max(farthest, _reaches(band, FARTHEST_SHARE))
        figure.add_scatter(
            x=band["error_m"],
            y=band["share"],
            mode="lines",
            line=(
                {"color": palette.faint_ink(), "width": 2, "dash": "dash"}
                if name == ceiling
                else {"color": colours[number % len(colours)], "width": 2.5}
            ),
            hovertemplate="%{y:.0%} within %{x:.1f} m<extra>" + name + "</extra>",
            name=name,
        )
    for mark in MARKS:
        figure.add_hline(y=mark, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    style(figure, height=420, x="Error, m", y="Share of scans within")
    figure.update_yaxes(range=[0, 1.01], tickvals=[0, *MARKS, 1], tickformat=".0%")
    figure.update_xaxes(range=[0, farthest])
    return figure


def _reaches(band: pd.DataFrame, share: float) -> float:
    """The error in metres within which this share of the scans lies; the largest at most."""
    above = np.flatnonzero(band["share"].to_numpy() >= share)
    return float(band["error_m"].iloc[above[0] if len(above) else -1])
