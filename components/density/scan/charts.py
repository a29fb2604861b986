"""Pictures of a data set's bandwidths: the leave-one-out curve and how many points carry it.

Everything that does not depend on the chosen bandwidth is drawn once and kept with the scan, so
that a drag only moves a line.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, drawn, log_ticks, style
from components.density.regime_bands import add_regime_legend, regime_bands, vertical_line
from components.memory import mine
from components.ready_figure import ReadyFigure, frame_of
from core.density.bandwidth_scan import BandwidthScan

HEIGHT = 380
LABELS_TURN = 0.6  # of the axis: further right a label would be cut


class Mark(NamedTuple):
    """A bandwidth marked by a vertical line."""

    name: str
    bandwidth: float
    dash: str


def marks(scan: BandwidthScan) -> tuple[Mark, ...]:
    """The rules of thumb and the optimum."""
    return (
        Mark("Leave-one-out", scan.h_loo, "solid"),
        Mark("Scott", scan.h_scott, "dash"),
        Mark("Silverman", scan.h_silverman, "dot"),
    )


def show_likelihood(scan: BandwidthScan, bandwidth: float) -> None:
    """Mean leave-one-out log density against h, over the regimes of the median point."""
    table = {
        "h": scan.bandwidths,
        "mean_log_density": scan.log_likelihood,
        "standard_error": scan.standard_error,
    }
    chart(
        likelihood_figure(scan, bandwidth),
        key="loo_curve",
        first=True,
        alt="Mean leave-one-out log density against the bandwidth, with regime bands and rules.",
        table=pd.DataFrame(table),
    )


def show_effective_points(scan: BandwidthScan, bandwidth: float) -> None:
    """k_eff = 1/Σw² against h: the median point, and from the 10 to the 90% quantile."""
    low, middle, high = _k_eff_quantiles(scan)
    table = {"h": scan.bandwidths, "k_eff_10": low, "k_eff_median": middle, "k_eff_90": high}
    chart(
        _k_eff_figure(scan, bandwidth),
        key="k_eff_curve",
        first=True,
        alt="Effective number of points of an estimate against the bandwidth.",
        table=pd.DataFrame(table),
    )


@drawn
def likelihood_figure(scan: BandwidthScan, bandwidth: float) -> ReadyFigure:
    """The curve, its error, the regimes of the median point, the rules and the chosen h."""
    return _marked(_likelihood(palette.is_dark(), scan), scan, bandwidth)


@drawn
def _k_eff_figure(scan: BandwidthScan, bandwidth: float) -> ReadyFigure:
    return _marked(_effective_points(palette.is_dark(), scan), scan, bandwidth)


@mine()
def _likelihood(dark: bool, scan: BandwidthScan) -> dict[str, Any]:
    h, mean, error = scan.bandwidths, scan.log_likelihood, scan.standard_error
    # What bandwidths far from the optimum lose would flatten everything else.
    top, cost = scan.loo_log_likelihood, max(_cost(scan), 1.0)
    floor = top - 3 * cost
    near = np.isfinite(mean) & (mean > floor - 5 * cost)
    figure = go.Figure()
    add_regime_legend(figure)
    _add_ribbon(figure, h[near], (mean - error)[near], (mean + error)[near], "± error")
    figure.add_scatter(
        x=h[near],
        y=mean[near],
        mode="lines",
        line={"color": palette.ink(), "width": 2.5},
        name="Leave-one-out",
        hovertemplate="h = %{x:.3g}: %{y:.2f} nats per point<extra></extra>",
    )
    style(figure, height=HEIGHT, x="Bandwidth h", y="Mean log density, nats per point")
    figure.update_xaxes(**_bandwidth_axis(scan))
    figure.update_yaxes(range=[floor, top + 0.12 * (top - floor)])
    return frame_of(figure)


@mine()
def _effective_points(dark: bool, scan: BandwidthScan) -> dict[str, Any]:
    low, middle, high = _k_eff_quantiles(scan)
    figure = go.Figure()
    add_regime_legend(figure)
    _add_ribbon(figure, scan.bandwidths, low, high, "10–90% of the points")
    figure.add_scatter(
        x=scan.bandwidths,
        y=middle,
        mode="lines",
        line={"color": palette.ink(), "width": 2.5},
        name="Median point",
        hovertemplate="h = %{x:.3g}: %{y:.1f} points carry an estimate<extra></extra>",
    )
    style(figure, height=HEIGHT, x="Bandwidth h", y="Points that carry an estimate, k_eff")
    figure.update_xaxes(**_bandwidth_axis(scan))
    figure.update_yaxes(type="log", **log_ticks(float(low.min()), float(high.max())))
    return frame_of(figure)


@mine()
def _k_eff_quantiles(scan: BandwidthScan) -> np.ndarray:
    return np.exp(
        np.column_stack([scan.quantile(each, (0.1, 0.5, 0.9)) for each in scan.log_participation.T])
    )


def _cost(scan: BandwidthScan) -> float:
    """Nats per point that the worse rule of thumb loses."""
    rules = (scan.log_likelihood_of(scan.h_scott), scan.log_likelihood_of(scan.h_silverman))
    finite = [value for value in rules if np.isfinite(value)]
    return scan.loo_log_likelihood - min(finite, default=scan.loo_log_likelihood)


def _bandwidth_axis(scan: BandwidthScan) -> dict[str, Any]:
    low, high = scan.bandwidths[[0, -1]].tolist()
    return {"type": "log", "range": np.log10([low, high]).tolist(), **log_ticks(low, high)}


def _add_ribbon(
    figure: go.Figure, x: np.ndarray, lower: np.ndarray, upper: np.ndarray, name: str
) -> None:
    figure.add_scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([upper, lower[::-1]]),
        fill="toself",
        fillcolor=palette.with_alpha(palette.faint_ink(), 0.3),
        line={"width": 0},
        mode="lines",
        name=name,
        hoverinfo="skip",
    )


def _marked(base: dict[str, Any], scan: BandwidthScan, bandwidth: float) -> ReadyFigure:
    """The kept picture with the bands, the rules and the chosen bandwidth drawn in one step."""
    middle = float(scan.quantile(scan.neighborhoods.local_condensation, 0.5))
    low, high = float(scan.bandwidths[0]), float(scan.bandwidths[-1])
    ink, rule = palette.ink(), palette.categories()[0]
    shapes = regime_bands(middle, float(np.sqrt(2)) * middle, low, high)
    shapes += [vertical_line(mark.bandwidth, rule, 1.5, mark.dash) for mark in marks(scan)]
    shapes.append(vertical_line(bandwidth, ink, 3, "solid"))
    turn = low ** (1 - LABELS_TURN) * high**LABELS_TURN
    labels = [
        _label(mark.bandwidth, f"{mark.name} {mark.bandwidth:.3g}", 0.27 - 0.085 * position, turn)
        for position, mark in enumerate(marks(scan))
    ]
    labels.append(_label(bandwidth, f"<b>h = {bandwidth:.3g}</b>", 1.0, turn))
    layout = base["layout"] | {"shapes": shapes, "annotations": labels}
    return ReadyFigure(base["data"], layout)


def _label(bandwidth: float, text: str, height: float, turn: float) -> dict[str, Any]:
    """A label to the right of its line, from the bandwidth ``turn`` on to the left of it.

    On a log axis an annotation's place is the logarithm.
    """
    right = bandwidth < turn
    return {
        "x": np.log10(bandwidth),
        "y": height,
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "xanchor": "left" if right else "right",
        "yanchor": "top",
        "xshift": 3 if right else -3,
        "font": {"size": 11, "color": palette.ink()},
        "bgcolor": palette.with_alpha(palette.paper(), 0.7),
        "borderpad": 1,
    }
