"""Pictures of the single points: their tail index at this bandwidth, and where they lie."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts import chart, style
from components.density.regime_bands import REGIME_NAMES, regime_colour
from core.density.diagnosis import Diagnosis
from core.density.regimes import REGIMES, regime_index

HEIGHT = 340
MU_RANGE = (1e-2, 1e2)
BINS = 40


def show_tail_indices(found: Diagnosis) -> None:
    """Histogram of μ̂ per point on a log axis; its bins end at 1 and 2, where regimes do."""
    mu = np.clip(found.tail_index, *MU_RANGE)
    step = np.log10(2) / 5  # so that both borders are edges
    edges = np.arange(np.floor(np.log10(MU_RANGE[0]) / step), np.log10(MU_RANGE[1]) / step + 1)
    edges = edges * step
    count, _ = np.histogram(np.log10(mu), edges)
    middle = 10 ** ((edges[1:] + edges[:-1]) / 2)
    regime = regime_index(middle)
    figure = go.Figure()
    for index, name in enumerate(REGIMES):
        inside = regime == index
        figure.add_bar(
            x=np.log10(middle[inside]),
            y=count[inside] / len(mu),
            width=step,
            marker={"color": regime_colour(name), "line_width": 0},
            customdata=middle[inside],
            name=f"{REGIME_NAMES[name]}: {found.regime_shares[name]:.0%}",
            hovertemplate="μ about %{customdata:.2g}: %{y:.1%} of the points<extra></extra>",
        )
    style(figure, height=HEIGHT, x="Tail index μ of each point", y="Share of the points")
    used = np.flatnonzero(count)
    figure.update_xaxes(
        tickvals=np.log10([0.01, 0.1, 0.5, 1, 2, 5, 10, 100]).tolist(),
        ticktext=["0.01", "0.1", "0.5", "1", "2", "5", "10", "100"],
        range=[min(edges[used[0]], -1) - step, max(edges[used[-1] + 1], 0.7) + step],
    )
    figure.update_yaxes(tickformat=".0%")
    figure.update_layout(barmode="overlay", bargap=0.05)
    chart(
        figure,
        key="tail_indices",
        alt="Histogram of the tail index of each point, coloured by regime.",
        table=pd.DataFrame({"mu": middle, "share": count / len(mu)}),
    )


def show_projection(found: Diagnosis, plane: np.ndarray, labels: np.ndarray | None) -> None:
    """The scored points on the two widest axes, coloured by regime."""
    regime = regime_index(found.tail_index)
    figure = go.Figure()
    for index, name in enumerate(REGIMES):
        inside = np.flatnonzero(regime == index)
        if not len(inside):
            continue
        figure.add_scattergl(
            x=plane[inside, 0],
            y=plane[inside, 1],
            mode="markers",
            marker={"size": 6, "color": regime_colour(name), "opacity": 0.8},
            name=REGIME_NAMES[name],
            customdata=np.column_stack([found.rows[inside] + 1, found.tail_index[inside]]),
            hovertemplate="row %{customdata[0]:,}: μ = %{customdata[1]:.2g}<extra></extra>",
        )
    style(figure, height=HEIGHT, x="Widest axis (PCA)", y="Second axis (PCA)")
    table = pd.DataFrame(
        {
            "row": found.rows + 1,
            "axis_1": plane[:, 0],
            "axis_2": plane[:, 1],
            "mu": found.tail_index,
            "regime": np.array(REGIMES)[regime],
        }
    )
    if labels is not None:
        table["label"] = labels
    chart(
        figure,
        key="projection",
        alt="The points on their two widest axes, coloured by regime.",
        table=table,
    )
