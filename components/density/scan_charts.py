"""Pictures of a data set's bandwidths: the leave-one-out curve and how many points carry it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, style
from components.density.regime_bands import add_regime_bands, add_regime_legend
from core.density.bandwidth_scan import BandwidthScan

HEIGHT = 380


@dataclass(frozen=True)
class Mark:
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
    chart(
        likelihood_figure(scan, bandwidth),
        key="loo_curve",
        alt="Mean leave-one-out log density against the bandwidth, with regime bands and rules.",
        table=pd.DataFrame(
            {
                "h": scan.bandwidths,
                "mean_log_density": scan.log_likelihood,
                "standard_error": scan.standard_error,
            }
        ),
    )


def likelihood_figure(scan: BandwidthScan, bandwidth: float, height: int = HEIGHT) -> go.Figure:
    """The curve, its error, the regimes of the median point, the rules and the chosen h."""
    h, mean, error = scan.bandwidths, scan.log_likelihood, scan.standard_error
    figure = _with_bands(scan)
    # What bandwidths far from the optimum lose would flatten everything else.
    floor = scan.loo_log_likelihood - 3 * max(_cost(scan), 1.0)
    near = np.isfinite(mean) & (mean > floor - 5 * max(_cost(scan), 1.0))
    colour = palette.ink()
    figure.add_scatter(
        x=np.concatenate([h[near], h[near][::-1]]),
        y=np.concatenate([(mean + error)[near], (mean - error)[near][::-1]]),
        fill="toself",
        fillcolor=palette.with_alpha(palette.faint_ink(), 0.3),
        line={"width": 0},
        mode="lines",
        name="± error",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=h[near],
        y=mean[near],
        mode="lines",
        line={"color": colour, "width": 2.5},
        name="Leave-one-out",
        hovertemplate="h = %{x:.3g}: %{y:.2f} nats a point<extra></extra>",
    )
    _add_marks(figure, scan, bandwidth)
    style(figure, height=height, x="Bandwidth h", y="Mean log density, nats a point")
    top = scan.loo_log_likelihood
    figure.update_yaxes(range=[floor, top + 0.12 * (top - floor)])
    return figure


def show_effective_points(scan: BandwidthScan, bandwidth: float) -> None:
    """k_eff = 1/Σw² against h: the median point, and from the 10 to the 90 % quantile."""
    low, middle, high = np.exp(np.quantile(scan.log_participation, [0.1, 0.5, 0.9], axis=0))
    h = scan.bandwidths
    figure = _with_bands(scan)
    figure.add_scatter(
        x=np.concatenate([h, h[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        fill="toself",
        fillcolor=palette.with_alpha(palette.faint_ink(), 0.3),
        line={"width": 0},
        mode="lines",
        name="10–90 % of the points",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=h,
        y=middle,
        mode="lines",
        line={"color": palette.ink(), "width": 2.5},
        name="Median point",
        hovertemplate="h = %{x:.3g}: %{y:.1f} points carry an estimate<extra></extra>",
    )
    _add_marks(figure, scan, bandwidth)
    style(figure, height=HEIGHT, x="Bandwidth h", y="Points that carry an estimate, k_eff")
    figure.update_yaxes(type="log")
    chart(
        figure,
        key="k_eff_curve",
        alt="Effective number of points of an estimate against the bandwidth.",
        table=pd.DataFrame({"h": h, "k_eff_10": low, "k_eff_median": middle, "k_eff_90": high}),
    )


def _cost(scan: BandwidthScan) -> float:
    """Nats a point that the worse rule of thumb loses."""
    rules = (scan.log_likelihood_of(scan.h_scott), scan.log_likelihood_of(scan.h_silverman))
    finite = [value for value in rules if np.isfinite(value)]
    return scan.loo_log_likelihood - min(finite, default=scan.loo_log_likelihood)


def _with_bands(scan: BandwidthScan) -> go.Figure:
    figure = go.Figure()
    middle = float(np.median(scan.neighborhoods.local_condensation))
    low, high = float(scan.bandwidths[0]), float(scan.bandwidths[-1])
    add_regime_bands(figure, middle, float(np.sqrt(2)) * middle, low, high)
    add_regime_legend(figure)
    figure.update_xaxes(type="log", range=[np.log10(low), np.log10(high)])
    return figure


def _add_marks(figure: go.Figure, scan: BandwidthScan, bandwidth: float) -> None:
    ink, rule = palette.ink(), palette.categories()[0]
    for mark in marks(scan):
        figure.add_vline(
            x=mark.bandwidth, line={"width": 1.5, "dash": mark.dash, "color": rule}, layer="above"
        )
    figure.add_vline(x=bandwidth, line={"width": 3, "color": ink})
    for position, mark in enumerate(marks(scan)):
        _label(figure, mark.bandwidth, f"{mark.name} {mark.bandwidth:.3g}", 0.2 - 0.085 * position)
    _label(figure, bandwidth, f"<b>h = {bandwidth:.3g}</b>", 1.0)


def _label(figure: go.Figure, bandwidth: float, text: str, height: float) -> None:
    """A label to the right of its line; on a log axis an annotation's place is the logarithm."""
    figure.add_annotation(
        x=np.log10(bandwidth),
        y=height,
        yref="paper",
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor="top",
        xshift=3,
        font={"size": 11, "color": palette.ink()},
        bgcolor=palette.with_alpha(palette.paper(), 0.7),
        borderpad=1,
    )
