"""One place of the phase diagram: law of log ρ̂, largest weights, participation."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, drawn, style
from components.density.phase.results import SPIKE_NATS, PhasePoint
from components.density.regime_bands import regime_colour
from components.memory import once
from core.density.count_words import count_of
from core.density.poisson_dirichlet import expected_weights, participation_moments
from core.density.regimes import REGIMES, regime_index

HEIGHT = 270
WEIGHTS = 30


def show_law(point: PhasePoint) -> None:
    """Histogram of log ρ̂ over data sets, its exact law, and its limit where that holds."""
    table = law_table(point)
    chart(
        _law(point, table),
        key="phase_law",
        alt="Histogram of the log density over simulated data sets, with its exact law.",
        table=table,
    )


@once
def law_table(point: PhasePoint) -> pd.DataFrame:
    """Density of log ρ̂ − log E ρ̂ in 30 bins, simulated, exact, and of the limit where it holds."""
    values = point.simulated.log_density - point.log_mean
    edges = point.edges - point.log_mean
    if not len(edges):  # all in one place
        edges = float(np.median(values)) + SPIKE_NATS * np.linspace(-0.65, 0.65, 31)
    count, _ = np.histogram(values, edges)
    middle, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    share = count / (len(values) * width)
    table = pd.DataFrame({"log_density_minus_log_mean": middle, "simulated": share})
    if len(point.distribution):
        table["exact"] = np.diff(point.distribution) / width
    if point.law is not None and point.law_holds:
        table["limit"] = point.law.density(middle + point.log_mean)
    return table


@drawn
def _law(point: PhasePoint, table: pd.DataFrame) -> go.Figure:
    middle = table["log_density_minus_log_mean"].to_numpy()
    width = middle[1] - middle[0]
    figure = go.Figure()
    figure.add_bar(
        x=middle,
        y=table["simulated"],
        width=width,
        marker={"color": _faded_regime_colour(point), "line_width": 0},
        name="Simulated",
        hovertemplate="%{x:.3g} nats: %{y:.3g}<extra></extra>",
    )
    if "exact" in table:
        figure.add_scatter(
            x=middle,
            y=table["exact"],
            mode="lines",
            line={"color": palette.ink(), "width": 2, "shape": "spline"},
            name="Exact at this n and d",
            hovertemplate="%{x:.3g} nats: %{y:.3g}<extra>exact</extra>",
        )
    if point.law is not None and "limit" in table:
        fine = np.linspace(middle[0] - width / 2, middle[-1] + width / 2, 240)
        figure.add_scatter(
            x=fine,
            y=point.law.density(fine + point.log_mean),
            mode="lines",
            line={"color": palette.categories()[3], "width": 2, "dash": "dash"},
            name=f"Limit: {point.law.name}",
            hovertemplate="%{x:.3g} nats: %{y:.3g}<extra>limit</extra>",
        )
    style(figure, height=HEIGHT, x="log ρ̂ − log E ρ̂, nats", y="Per nat")
    figure.update_yaxes(rangemode="tozero")
    return figure


def show_weights(point: PhasePoint) -> None:
    """The largest shares of single points in the estimate: one data set, and the mean of all."""
    table = weights_table(point)
    chart(
        _weights(point, table),
        key="phase_weights",
        alt="Shares of the thirty heaviest points in the estimate.",
        table=table,
    )


@once
def weights_table(point: PhasePoint) -> pd.DataFrame:
    """Shares by rank: of one data set, the mean of all, and Poisson and Dirichlet's where μ < 1."""
    weights = point.simulated.top_weights[:, :WEIGHTS]
    rank = np.arange(1, weights.shape[1] + 1)
    table = pd.DataFrame({"rank": rank, "one": weights[0], "mean": weights.mean(axis=0)})
    if point.tail_index < 1:
        table["poisson_dirichlet"] = expected_weights(point.tail_index, len(rank))
    return table


@drawn
def _weights(point: PhasePoint, table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    figure.add_bar(
        x=table["rank"],
        y=table["one"],
        marker={"color": _faded_regime_colour(point), "line_width": 0},
        name="One data set",
        hovertemplate="point %{x}: %{y:.3~p}<extra>one data set</extra>",
    )
    figure.add_scatter(
        x=table["rank"],
        y=table["mean"],
        mode="markers",
        marker={"color": palette.ink(), "size": 6},
        name="Mean of all",
        hovertemplate="point %{x}: %{y:.3~p}<extra>mean</extra>",
    )
    if "poisson_dirichlet" in table:
        figure.add_scatter(
            x=table["rank"],
            y=table["poisson_dirichlet"],
            mode="lines",
            line={"color": palette.categories()[0], "width": 2},
            name="Poisson–Dirichlet",
            hovertemplate="point %{x}: %{y:.3~p}<extra>limit</extra>",
        )
    style(figure, height=HEIGHT, x="Points by weight", y="Share of ρ̂(x)")
    figure.update_yaxes(tickformat=".2~p", rangemode="tozero")
    return figure


def _faded_regime_colour(point: PhasePoint) -> str:
    regime = REGIMES[int(regime_index(point.tail_index))]
    return palette.with_alpha(regime_colour(regime), 0.55)


@once
def participation_rows(point: PhasePoint) -> pd.DataFrame:
    """What was simulated against what theory says, as rows of text."""
    ratio = point.simulated.participation_ratio
    values = point.simulated.log_density
    error = ratio.std() / np.sqrt(len(ratio))
    condensed = point.tail_index < 1
    mean, variance = participation_moments(point.tail_index) if condensed else (np.nan, np.nan)
    noise = np.pi**2 / 6 * (point.tail_index**-2 - 1) if condensed else np.nan
    exact, centred = point.exact, values.mean() - point.log_mean
    exact_mean = "" if exact is None else f"{exact.mean_log_density - point.log_mean:.3g}"
    rows = [
        (
            "Participation ratio E Σw²",
            f"{ratio.mean():.3g} ± {error:.1g}",
            "" if exact is None else f"{exact.participation_ratio:.3g}",
            _shown(mean, 3),
        ),
        ("Its variance", f"{ratio.var():.3g}", "", _shown(variance, 3)),
        ("E log ρ̂ − log E ρ̂, nats", f"{centred:.3g}", exact_mean, ""),
        (
            "Var log ρ̂, nats²",
            f"{values.var():.3g}",
            "" if exact is None else f"{exact.variance_log_density:.3g}",
            _shown(noise, 3),
        ),
        ("Median k_eff = 1/Σw²", count_of(float(np.median(1 / ratio))), "", ""),
    ]
    columns = ["", "simulated", "exact at this n and d", "theory (d → ∞)"]
    return pd.DataFrame(rows, columns=columns)


def _shown(value: float, digits: int) -> str:
    return "→ 0" if np.isnan(value) else f"{value:.{digits}g}"
