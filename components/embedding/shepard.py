"""Distance on the map against true distance: the Shepard plot."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import drawn, style
from components.points.row_names import row_columns
from components.text import as_plain_html
from core.datasets import PointCloud
from core.embedding.scores.distance_rows import DistanceRows

PAIRS_DRAWN = 6_000


def shepard_pairs(
    embedding: NDArray[np.float64],
    truth: NDArray[np.float64],
    scale: float,
    points: PointCloud | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Random pairs: their rows, their true distance, and the map's in true units.

    ``points`` say what rows are called; without them they are counted from 1.
    """
    n = len(embedding)
    rng = np.random.default_rng(seed)
    first = np.sort(rng.integers(0, n, PAIRS_DRAWN))
    second = (first + rng.integers(1, n, PAIRS_DRAWN)) % n
    true = DistanceRows.of(truth)
    apart = np.empty(PAIRS_DRAWN)
    for start in range(0, PAIRS_DRAWN, 500):  # 500 rows at a time: all pairs would not fit
        part = slice(start, start + 500)
        rows, place = np.unique(first[part], return_inverse=True)
        apart[part] = true.rows(rows)[place, second[part]]
    on_map = np.linalg.norm(embedding[first] - embedding[second], axis=1)
    pair: dict[str, NDArray] = {"row": first + 1, "other_row": second + 1}
    if points is not None:
        others = row_columns(points, second)
        pair = row_columns(points, first) | {f"other_{name}": others[name] for name in others}
    return pd.DataFrame(pair | {"true": apart, "map": scale * on_map})


def _ids(pairs: pd.DataFrame) -> dict[str, list[str]]:
    """What a hover says of each pair, where its rows have ids."""
    if "id" not in pairs:
        return {}
    named = zip(pairs["row"], pairs["id"], pairs["other_row"], pairs["other_id"], strict=True)
    texts = (f"rows {row} ({name}) and {other} ({its})" for row, name, other, its in named)
    return {"text": [as_plain_html(text, longest=120) for text in texts]}


@drawn
def shepard_figure(pairs: pd.DataFrame, truth_name: str, unit: str) -> go.Figure:
    """The pairs as a cloud; on the line, distances are right."""
    figure = go.Figure()
    figure.add_scattergl(
        x=pairs["true"],
        y=pairs["map"],
        mode="markers",
        marker={"size": 4, "opacity": 0.35, "color": palette.categories()[0]},
        customdata=pairs[["row", "other_row"]].to_numpy(),
        **_ids(pairs),
        hovertemplate=(
            "rows %{customdata[0]} and %{customdata[1]}" if "id" not in pairs else "%{text}"
        )
        + "<br>true %{x:.3g}, map %{y:.3g}"
        "<extra></extra>",
        name=f"{len(pairs):,} random pairs",
    )
    top = float(max(pairs["true"].max(), pairs["map"].max()))
    figure.add_scatter(
        x=[0, top],
        y=[0, top],
        mode="lines",
        line={"color": palette.ink(), "width": 1.5, "dash": "dash"},
        name="perfect map",
        hoverinfo="skip",
    )
    shown_unit = f", {unit}" if unit else ""
    name = truth_name[0].upper() + truth_name[1:]
    return style(
        figure, height=420, x=f"{name}{shown_unit}", y=f"Distance on the map, rescaled{shown_unit}"
    )
