"""Shares committed to a row and errors of denoising, against the noise."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, drawn, log_ticks, style
from components.density.memorise.job import Found
from components.density.memorise.parameters import LABELS
from components.density.regime_bands import vertical_line

HEIGHT = 340


def show_committed(found: Found) -> None:
    """Share of noised rows that one row holds, with what theory and leave-one-out say."""
    study = found.study
    chart(
        _committed(found),
        key="memorise_committed",
        alt="Share of noised rows committed to a single row against the noise.",
        table=lambda: pd.DataFrame(
            {"h": study.curve, "own_row": study.own, "any_row": study.any_row}
        ),
    )


@drawn
def _committed(found: Found) -> go.Figure:
    study, colours = found.study, palette.categories()
    figure = go.Figure()
    for share, name, colour, dash in (
        (study.own, "Its own row", colours[0], "solid"),
        (study.any_row, "Any one row", colours[0], "dot"),
    ):
        figure.add_scatter(
            x=study.curve,
            y=share,
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": dash},
            name=name,
            hovertemplate="h = %{x:.3g}: %{y:.0%}<extra>" + name + "</extra>",
        )
    _mark(
        figure,
        (
            ("h_C predicted", study.collapse, palette.ink(), "solid"),
            ("h_G", study.condensation, colours[3], "dash"),
            ("leave-one-out", study.loo, colours[2], "dash"),
        ),
        (float(study.curve[0]), float(study.curve[-1])),
    )
    style(figure, height=HEIGHT, x="Noise h", y="Noised rows that one row holds")
    low, high = float(study.curve[0]), float(study.curve[-1])
    figure.update_xaxes(type="log", range=np.log10([low, high]).tolist(), **log_ticks(low, high))
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02])
    return figure


def show_errors(found: Found) -> None:
    """Errors on rows that were learned and on others."""
    chart(
        _errors(found),
        key="memorise_errors",
        alt="Error of denoising against the noise, on unseen and on learned rows.",
        table=lambda: errors_table(found),
    )


def errors_table(found: Found) -> pd.DataFrame:
    """Errors by level, seen and unseen, of every generator."""
    columns = {"h": found.study.levels}
    for key, each in found.generators.items():
        columns |= {f"{key}_unseen": each.unseen, f"{key}_seen": each.seen}
    return pd.DataFrame(columns)


@drawn
def _errors(found: Found) -> go.Figure:
    study = found.study
    figure = go.Figure()
    for number, (key, each) in enumerate(found.generators.items()):
        colour = palette.categories()[number]
        for error, dash, said in ((each.unseen, "solid", "unseen"), (each.seen, "dot", "learned")):
            figure.add_scatter(
                x=study.levels,
                y=np.where(error > 0, error, np.nan),
                mode="lines",
                line={"color": colour, "width": 2.2 if dash == "solid" else 1.4, "dash": dash},
                name=LABELS[key],
                legendgroup=key,
                showlegend=dash == "solid",
                hovertemplate="h = %{x:.3g}: %{y:.3g}<extra>" + f"{LABELS[key]}, {said}</extra>",
            )
    low, high = float(study.levels[-1]), float(study.levels[0])
    _mark(figure, (("h_C", study.collapse, palette.ink(), "solid"),), (low, high))
    style(figure, height=HEIGHT, x="Noise h", y="Squared error per dimension")
    figure.update_xaxes(type="log", range=np.log10([low, high]).tolist(), **log_ticks(low, high))
    largest = max(float(each.unseen.max()) for each in found.generators.values())
    figure.update_yaxes(
        type="log", range=np.log10([1e-3 * largest, 1.3 * largest]).tolist(), dtick=1
    )
    return figure


def _mark(
    figure: go.Figure,
    lines: tuple[tuple[str, float, str, str], ...],
    ends: tuple[float, float],
) -> None:
    """Vertical lines that the legend names, so that no label covers a curve."""
    shapes = []
    for name, h, colour, dash in lines:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="lines",
            line={"color": colour, "width": 1.5, "dash": dash},
            name=f"{name} {h:.3g}",
            hoverinfo="skip",
        )
        if ends[0] < h < ends[1]:
            shapes.append(vertical_line(h, colour, 1.5, dash))
    figure.update_layout(shapes=shapes)
