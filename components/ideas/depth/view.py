"""The pictures of "How deep?": the kernel's curve, accuracy against depth, signal and networks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, drawn, style
from components.memory import once, shared
from core.ideas import LAYER_MAPS, deep_kernel, network_outputs, variance_by_layer
from core.ideas.criticality import excess_kurtosis
from core.ideas.depth_study import (
    DEPTHS,
    DepthRow,
    accuracy_by_depth,
    digits_on_sphere,
    majority_accuracy,
    nearest_accuracy,
)

WIDTHS = (10, 100, 1000)
NETWORK_DEPTH, N_NETWORKS = 5, 300
FIRST_DEPTHS = (1, 3)


@dataclass(frozen=True)
class Network:
    """The kernel that the controls describe."""

    layer: str
    share: float
    degree: int
    depth: int
    tangent: bool

    @property
    def limit(self) -> str:
        """What infinitely many layers make of it: "majority", "nearest" or "singular"."""
        return LAYER_MAPS[self.layer](self.share, self.degree).limit


@dataclass(frozen=True)
class Accuracies:
    """Shares of digits that are right: at the depths tried, at the one chosen, and without one."""

    rows: tuple[DepthRow, ...]
    here: DepthRow
    nearest: float
    majority: float


@shared(spinner="Classifying digits at every depth …")
def accuracies(network: Network) -> Accuracies:
    """By depth, with the kernel of the controls."""
    digits = digits_on_sphere()
    layer = LAYER_MAPS[network.layer](network.share, network.degree)
    depths = tuple(sorted({*DEPTHS, network.depth}))
    rows = accuracy_by_depth(digits, layer, depths, tangent=network.tangent)
    here = next(row for row in rows if row.depth == network.depth)
    return Accuracies(tuple(rows), here, nearest_accuracy(digits), majority_accuracy(digits))


@once
def curve_table(network: Network) -> pd.DataFrame:
    """The kernel against the cosine, for one layer, three layers, and as many as chosen."""
    c = np.concatenate([np.linspace(-1, 0.95, 300), 1 - np.geomspace(0.05, 1e-6, 120)])
    layer = LAYER_MAPS[network.layer](network.share, network.degree)
    columns = {"cosine": c}
    for depth in sorted({*FIRST_DEPTHS, network.depth}):
        columns[f"layers_{depth}"] = deep_kernel(c, depth, layer, tangent=network.tangent)
    return pd.DataFrame(columns)


def show_curve(network: Network) -> None:
    """How alike the network finds two inputs, against how alike they are."""
    table = curve_table(network)
    chart(
        _curve(network, table),
        key="depth_curve",
        first=True,
        alt=f"The kernel after 1, 3 and {network.depth} layers against the cosine of two inputs.",
        table=table,
    )


@drawn
def _curve(network: Network, table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    colours = palette.categories()
    for number, name in enumerate(table.columns[1:]):
        depth = int(name.removeprefix("layers_"))
        figure.add_scatter(
            x=table["cosine"],
            y=table[name],
            mode="lines",
            name=f"{depth} layer{'s' if depth > 1 else ''}",
            line={"color": colours[number], "width": 4 if depth == network.depth else 1.5},
            hovertemplate="cosine %{x:.2f}: %{y:.3f}<extra></extra>",
        )
    style(figure, height=380, x="Cosine between two inputs", y="Kernel, 1 for equal inputs")
    return figure


def show_accuracy(network: Network, found: Accuracies) -> None:
    """The share of digits right against the number of layers."""
    table = pd.DataFrame(
        [(row.depth, row.smoother, row.ridge) for row in found.rows],
        columns=["layers", "weights", "ridge"],
    )
    chart(
        _accuracy(network, found, table),
        key="depth_accuracy",
        first=True,
        alt="Share of digits told rightly, by weights and by ridge regression, against depth.",
        table=table,
    )


@drawn
def _accuracy(network: Network, found: Accuracies, table: pd.DataFrame) -> go.Figure:
    colours = palette.categories()
    figure = go.Figure()
    names = (("weights", "Weights of the kernel"), ("ridge", "Ridge regression"))
    for number, (column, name) in enumerate(names):
        figure.add_scatter(
            x=table["layers"],
            y=table[column],
            mode="lines+markers",
            name=name,
            line={"color": colours[number]},
            hovertemplate="%{x} layers: %{y:.0%} right<extra></extra>",
        )
    figure.add_scatter(
        x=[found.here.depth],
        y=[found.here.smoother],
        mode="markers",
        marker={"size": 15, "symbol": "circle-open", "line": {"width": 3}},
        marker_color=palette.ink(),
        name="Here",
        hoverinfo="skip",
    )
    for share, name in ((found.nearest, "one nearest neighbour"), (found.majority, "majority")):
        figure.add_hline(
            y=share,
            line={"color": palette.faint_ink(), "dash": "dash", "width": 1},
            annotation_text=name,
            annotation_font_color=palette.muted_ink(),
            annotation_position="bottom left",
        )
    style(figure, height=380, x="Layers L", y="Digits right")
    figure.update_xaxes(type="log", tickvals=[1, 3, 10, 30, 100, 300])
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    return figure


def show_signal(weight_variance: float) -> None:
    """The variance of a signal behind each of thirty layers."""
    table = pd.DataFrame(
        {"layer": np.arange(31), "variance": variance_by_layer(30, weight_variance)}
    )
    chart(
        _signal(table, weight_variance),
        key="depth_signal",
        alt=f"Variance of the signal by layer for weight variance {weight_variance:.1f}.",
        table=table,
    )


@drawn
def _signal(table: pd.DataFrame, weight_variance: float) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=table["layer"],
        y=table["variance"],
        mode="lines+markers",
        name=f"C_W = {weight_variance:.1f}",
        line={"color": palette.categories()[1]},
        hovertemplate="layer %{x}: %{y:.3g}<extra></extra>",
    )
    figure.add_hline(y=1, line={"color": palette.faint_ink(), "dash": "dash", "width": 1})
    style(figure, height=300, x="Layer", y="Variance of the signal")
    figure.update_yaxes(type="log", exponentformat="power")
    return figure


def show_networks() -> None:
    """Outputs of random networks of three widths: the narrow ones are far from normal."""
    table = networks_table()
    chart(
        _networks(table),
        key="depth_networks",
        alt="Histograms of one output of 300 random networks of width 10, 100 and 1000.",
        table=table,
    )


@once
def networks_table() -> pd.DataFrame:
    """Outputs by width, in counts of 41 bins from −4 to 4."""
    edges = np.linspace(-4, 4, 42)
    columns: dict[str, object] = {"output": (edges[1:] + edges[:-1]) / 2}
    for width in WIDTHS:
        outputs = network_outputs(NETWORK_DEPTH, width, N_NETWORKS, random_state=0)
        columns[f"width_{width}"] = np.histogram(np.clip(outputs, -4, 4), edges)[0]
    return pd.DataFrame(columns)


@drawn
def _networks(table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    for number, width in enumerate(WIDTHS):
        figure.add_scatter(
            x=table["output"],
            y=table[f"width_{width}"],
            mode="lines",
            line={"shape": "hvh", "color": palette.categories()[number]},
            name=f"{width:,} units, excess kurtosis {excess_kurtosis(NETWORK_DEPTH, width):.2g}",
            hovertemplate="%{x:.1f}: %{y} networks<extra></extra>",
        )
    return style(figure, height=300, x="Output of the network", y="Networks of 300")
