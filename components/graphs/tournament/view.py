"""The pictures of the "Tournament" view: Copeland table, curves with bands, reject curves."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, first_screen, style
from components.graphs.measure_parameters import SCORE_SHORT
from components.graphs.tournament.jobs import (
    BINS,
    MeanRejectCurve,
    TournamentPlan,
    mean_reject_curve,
)
from components.graphs.tournament.parameters import RANK_AT
from components.memory import once
from core.graphs.tournaments import TournamentResult


@once
def copeland_table(result: TournamentResult) -> pd.DataFrame:
    """One row per measure: Copeland's count and the mean score at both choices of x."""
    return pd.DataFrame(
        {
            "measure": result.measures,
            "copeland_best": result.copeland_best,
            "mean_best": result.at(result.best_index).mean(axis=0),
            "x_best": [result.x[int(i)] for i in result.best_index],
            "held_out_best": result.held_out("best").mean(axis=0),
            "copeland_p90": result.copeland_90,
            "mean_p90": result.at(result.percentile_90_index).mean(axis=0),
            "x_p90": [result.x[int(i)] for i in result.percentile_90_index],
            "held_out_p90": result.held_out("p90").mean(axis=0),
        }
    )


def show_copeland(result: TournamentResult, rank_by: str) -> pd.DataFrame:
    """The ranking as a table, and its counts as bars."""
    column = f"copeland_{rank_by}"
    table = copeland_table(result).sort_values(column, ascending=False, kind="stable")
    number = st.column_config.NumberColumn
    other = next(name for name in RANK_AT if name != rank_by)
    _, title_of_other = RANK_AT[other]
    first_screen(35 * (len(table) + 1) + 3, key="copeland").dataframe(
        table[
            [
                "measure",
                column,
                f"mean_{rank_by}",
                f"held_out_{rank_by}",
                f"x_{rank_by}",
                f"copeland_{other}",
            ]
        ],
        hide_index=True,
        height="stretch",
        column_config={
            "measure": st.column_config.TextColumn("Measure", width=85),
            column: number("Copeland", format="%+d", width=80),
            f"mean_{rank_by}": number("Mean", format="%.3f", width=70),
            f"held_out_{rank_by}": number(
                "Held out",
                format="%.3f",
                width=80,
                help="Mean where x is chosen on the other half of the graphs: what a score is "
                "worth on graphs that had no say in x.",
            ),
            f"x_{rank_by}": number("x", format="%.2f", width=50),
            f"copeland_{other}": number(
                title_of_other,
                format="%+d",
                width=80,
                help="Copeland's count at the other choice of x: the best, or the 90th percentile.",
            ),
        },
        alt="Copeland counts and mean scores of all measures",
    )
    st.caption(
        "For every graph and every pair of measures: +1 to the better, −1 to the worse, 0 to both "
        "at a tie; summed. The counts add up to 0."
    )
    return table


def show_bands(plan: TournamentPlan, result: TournamentResult, shown: Sequence[str]) -> None:
    """Mean score against x with bands from the 10% to the 90% quantile over graphs."""
    known = [name for name in shown if name in result.measures]
    bands = _bands(result, known)
    chart(
        _band_curves(bands, f"Mean {SCORE_SHORT[plan.score]}"),
        key="tournament_bands",
        first=True,
        alt="Mean score of the chosen measures against x, with bands over graphs.",
        table=bands if len(bands) else None,
    )
    st.caption(
        f"Bands hold the middle 80% of {result.n_graphs} graphs. A curve has a gap where a "
        "measure has no kernel on some graph."
    )


@once
def _bands(result: TournamentResult, names: Sequence[str]) -> pd.DataFrame:
    """Mean and quantiles over graphs, a row per measure and parameter."""
    low, high = result.band()
    rows = [
        pd.DataFrame(
            {
                "measure": name,
                "x": np.array(result.x),
                "mean": result.mean[place],
                "q10": low[place],
                "q90": high[place],
            }
        )
        for name in names
        for place in [result.measures.index(name)]
    ]
    return pd.concat(rows) if rows else pd.DataFrame({"measure": []})


@drawn
def _band_curves(bands: pd.DataFrame, title: str) -> go.Figure:
    figure = go.Figure()
    for number, (name, part) in enumerate(bands.groupby("measure", sort=False)):
        present = part.dropna(subset="mean")
        x = present["x"].to_numpy()
        colour = palette.categories()[number % 10]
        figure.add_scatter(
            x=np.concatenate([x, x[::-1]]),
            y=np.concatenate([present["q90"], present["q10"][::-1]]),
            fill="toself",
            fillcolor=palette.with_alpha(colour, 0.15),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=str(name),
        )
        figure.add_scatter(
            x=x,
            y=present["mean"],
            mode="lines+markers",
            name=str(name),
            legendgroup=str(name),
            line={"color": colour, "width": 2.5},
            marker={"size": 5},
            hovertemplate=f"x = %{{x:.2f}}: %{{y:.3f}}<extra>{name}</extra>",
        )
    style(figure, height=440, x="Flat parameter x", y=title)
    figure.update_xaxes(range=[0, 1])
    return figure


def show_reject_curves(
    plan: TournamentPlan, result: TournamentResult, shown: Sequence[str], rank_by: str
) -> None:
    """Pairs within classes let through against pairs between classes, with the area under it."""
    index = result.best_index if rank_by == "best" else result.percentile_90_index
    curves = {}
    for name in (name for name in shown if name in result.measures):
        x = plan.x[int(index[result.measures.index(name)])]
        curves[name] = mean_reject_curve(plan, name, x, result.n_graphs)
    n_used = max((found.n_graphs for found in curves.values() if found is not None), default=0)
    chart(
        _reject_curves(curves),
        key="tournament_reject",
        alt="Reject curves of the chosen measures, averaged over graphs.",
        table=lambda: _reject_table(curves),
    )
    st.caption(
        "All pairs of nodes sorted by distance; equal distances pass together. Area: probability "
        "that a pair within a class is nearer than a pair between. Averaged over "
        f"{n_used} graphs in steps of 1%. It judges the distance itself, without a clusterer."
    )


def _reject_table(curves: dict[str, MeanRejectCurve | None]) -> pd.DataFrame:
    return pd.concat(
        pd.DataFrame({"measure": name, "inter_share": BINS, "intra_share": found.intra_share})
        for name, found in curves.items()
        if found is not None
    )


@drawn
def _reject_curves(curves: dict[str, MeanRejectCurve | None]) -> go.Figure:
    figure = go.Figure()
    for number, (name, found) in enumerate(curves.items()):
        if found is None:
            continue
        figure.add_scatter(
            x=BINS,
            y=found.intra_share,
            mode="lines",
            name=f"{name} (area {found.area:.3f})",
            line={"color": palette.categories()[number % 10], "width": 2.5},
            hovertemplate="%{x:.0%} between, %{y:.0%} within<extra>" + name + "</extra>",
        )
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"dash": "dot", "color": palette.faint_ink()},
        name="Chance (area 0.5)",
        hoverinfo="skip",
    )
    style(
        figure,
        height=440,
        x="Share of pairs between classes let through",
        y="Share of pairs within",
    )
    figure.update_xaxes(range=[0, 1], tickformat=".0%")
    figure.update_yaxes(range=[0, 1.01], tickformat=".0%")
    figure.update_layout(
        legend={"orientation": "v", "x": 0.99, "xanchor": "right", "y": 0.02, "yanchor": "bottom"}
    )
    return figure


def show_pairs(result: TournamentResult, rank_by: str) -> None:
    """Every plain measure against its logarithm over all graphs."""
    index = result.best_index if rank_by == "best" else result.percentile_90_index
    pairs = _pairs(result, index)
    if pairs.empty:
        return
    st.markdown("**Plain against logarithm**")
    number = st.column_config.NumberColumn
    st.dataframe(
        pairs,
        hide_index=True,
        column_config={
            "plain": st.column_config.TextColumn("Plain", width=60),
            "logarithm": st.column_config.TextColumn("Logarithm", width=80),
            "plain_mean": number("Mean", format="%.3f", width=60),
            "log_mean": number("Mean, log", format="%.3f", width=75),
            "plain_wins": number("Won", width=50),
            "log_wins": number("Won, log", width=70),
        },
        alt="Each plain measure against its logarithm: means and graphs won",
    )


@once
def _pairs(result: TournamentResult, index: NDArray[np.intp]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (p.plain, p.logarithm, p.plain_mean, p.logarithm_mean, p.plain_wins, p.logarithm_wins)
            for p in result.pairs(index)
        ],
        columns=["plain", "logarithm", "plain_mean", "log_mean", "plain_wins", "log_wins"],
    )
