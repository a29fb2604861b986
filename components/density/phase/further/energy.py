"""Free energy and divergence along h, with the best bandwidth measured at the press of a button."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, label_font, log_ticks, style
from components.density.phase.results import PhasePoint
from components.density.regime_bands import regime_bands, vertical_line
from components.jobs import run_job
from components.memory import once, shared
from core.density.free_energy import (
    BestBandwidth,
    FreeEnergy,
    free_energy,
    measure_best_bandwidth,
)
from core.parallel import Progress

HEIGHT = 330
BANDWIDTHS = np.geomspace(0.2, 3.0, 40)


@shared(spinner="Curves along h …")
def energies(log_n: float, n_dimensions: int, kernel: str) -> FreeEnergy:
    """The curves, whatever h is chosen."""
    return free_energy(log_n, n_dimensions, BANDWIDTHS, kernel=kernel)


def show_energy(point: PhasePoint) -> None:
    """Both curves, and the button that measures the best bandwidth."""
    setting = point.setting
    found = energies(setting.log_n, setting.n_dimensions, setting.kernel)
    best = _measured(point)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Free energy: the typical estimate leaves its mean**")
        chart(
            _energy(point, found),
            key="phase_energy",
            alt="Logarithm of the estimate per dimension against h: mean, typical, and at this n.",
            table=lambda: energy_table(found),
        )
        st.caption(kink_sentence(point, found))
    with right:
        st.markdown("**What the estimate misses: divergence per dimension**")
        chart(
            _divergence(point, found, best),
            key="phase_divergence",
            alt="Kullback–Leibler divergence per dimension against h, with its minimum.",
        )
        st.caption(best_sentence(point, best))


def _measured(point: PhasePoint) -> BestBandwidth | None:
    """What the button has measured for this n, d and kernel."""
    setting = point.setting

    def make(progress: Progress, done: list[Any]) -> Iterator[BestBandwidth]:
        if not done:
            yield from measure_best_bandwidth(
                setting.log_n, setting.n_dimensions, kernel=setting.kernel, progress=progress
            )

    key = ("best h", setting.log_n, setting.n_dimensions, setting.kernel)
    cost = "about a second, from the exact law of distances"
    job = run_job(key, "best h here", make, origin="simulated", start=False, cost=cost)
    return job.results[0] if job.results else None


def energy_table(found: FreeEnergy) -> pd.DataFrame:
    """The curves as numbers, nats per dimension."""
    return pd.DataFrame(
        {
            "h": found.bandwidths,
            "annealed": found.annealed,
            "quenched": found.quenched,
            "exact": found.finite,
            "kl": found.kl,
            "kl_exact": found.finite_kl,
        }
    )


@once
def kink_sentence(point: PhasePoint, found: FreeEnergy) -> str:
    """Where the curves part, and by how much at this h."""
    theory, h = point.theory, point.setting.bandwidth
    apart = theory.annealed_log_density_per_dimension(h) - theory.log_density_per_dimension(h)
    d = point.setting.n_dimensions
    if apart < 1e-6:
        return (
            f"At h = {h:.2f} mean and typical value agree per dimension; they part below h_G = "
            f"{theory.h_condensation:.3f}, where the typical one has its kink."
        )
    return (
        f"At h = {h:.2f}, below h_G = {theory.h_condensation:.3f}, the mean is that of rare data "
        f"sets: the typical estimate is smaller by a factor of e^{apart * d:.0f} "
        f"({apart:.3f} nats per dimension)."
    )


@once
def best_sentence(point: PhasePoint, best: BestBandwidth | None) -> str:
    """The optimum of the limit beside the measured one."""
    theory = point.theory
    said = (
        f"The limit has its minimum at h* = {theory.h_optimal:.3f} "
        f"({theory.kl_per_dimension:.4f} nats per dimension)"
    )
    if best is None:
        return f"{said}. The button measures it at this n and d."
    return (
        f"{said}; measured at this n and d: h = {best.bandwidth:.3f} "
        f"({best.kl_per_dimension:.4f} nats per dimension)."
    )


@drawn
def _energy(point: PhasePoint, found: FreeEnergy) -> go.Figure:
    colours = palette.categories()
    figure = go.Figure()
    for y, name, colour, dash in (
        (found.annealed, "Mean: (1/d) log E ρ̂", colours[0], "dash"),
        (found.quenched, "Typical, d → ∞", palette.ink(), "solid"),
    ):
        figure.add_scatter(
            x=found.bandwidths,
            y=y,
            mode="lines",
            line={"color": colour, "width": 2.2, "dash": dash},
            name=name,
            hovertemplate="h = %{x:.3g}: %{y:.4f}<extra>" + name + "</extra>",
        )
    _add_exact(figure, found.bandwidths, found.finite)
    floor = float(np.nanmin(found.quenched[found.bandwidths > 0.4 * point.theory.h_optimal]))
    _dressed(figure, point, "Nats per dimension")
    figure.update_yaxes(range=[floor - 0.1, float(found.annealed.max()) + 0.15])
    return figure


@drawn
def _divergence(point: PhasePoint, found: FreeEnergy, best: BestBandwidth | None) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=found.bandwidths,
        y=found.kl,
        mode="lines",
        line={"color": palette.ink(), "width": 2.2},
        name="d → ∞",
        hovertemplate="h = %{x:.3g}: %{y:.4f}<extra>d → ∞</extra>",
    )
    _add_exact(figure, found.bandwidths, found.finite_kl)
    theory = point.theory
    marks = [(theory.h_optimal, theory.kl_per_dimension, "Best, d → ∞", "diamond")]
    if best is not None:
        marks.append((best.bandwidth, best.kl_per_dimension, "Best, measured", "star"))
    for h, kl, name, symbol in marks:
        figure.add_scatter(
            x=[h],
            y=[kl],
            mode="markers",
            marker={"size": 12, "symbol": symbol, "color": palette.categories()[3]},
            name=name,
            hovertemplate="h = %{x:.3f}: %{y:.4f}<extra>" + name + "</extra>",
        )
    _dressed(figure, point, "Nats per dimension")
    lowest = float(np.nanmin(found.kl))
    figure.update_yaxes(range=[0, lowest + 0.6])
    return figure


def _add_exact(figure: go.Figure, h: np.ndarray, y: np.ndarray) -> None:
    figure.add_scatter(
        x=h,
        y=y,
        mode="markers",
        marker={"size": 5, "color": palette.categories()[2]},
        name="Exact at this n and d",
        hovertemplate="h = %{x:.3g}: %{y:.4f}<extra>exact</extra>",
    )


def _dressed(figure: go.Figure, point: PhasePoint, y: str) -> None:
    """The regimes of this n and d behind it, and where we are."""
    low, high = float(BANDWIDTHS[0]), float(BANDWIDTHS[-1])
    h = point.setting.bandwidth
    shapes = regime_bands(point.condensation, point.clt, low, high)
    if low < h < high:
        shapes.append(vertical_line(h, palette.ink(), 2, "solid"))
        figure.add_annotation(
            x=np.log10(h),
            y=0.02,
            yref="paper",
            text=f"h = {h:.2f}",
            showarrow=False,
            xanchor="left" if h < 1 else "right",
            yanchor="bottom",
            xshift=4 if h < 1 else -4,
            font=label_font(),
        )
    style(figure, height=HEIGHT, x="Bandwidth h, in standard deviations", y=y)
    figure.update_layout(shapes=shapes)
    figure.update_xaxes(type="log", range=np.log10([low, high]).tolist(), **log_ticks(low, high))
