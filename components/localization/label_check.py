"""Labels that look wrong: scans that fit a place elsewhere better than the place they name."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn
from components.localization.floor.image import FloorImage
from components.localization.floor.image_cache import floor_image_of
from components.localization.floor.layers import add_floor, map_height_px
from components.localization.scene import Floor
from components.localization.surface_map import HEIGHT_PX
from components.memory import once
from components.text import counted
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.label_suspicion import LabelSuspicion, label_suspicion
from core.localization.experiment import Experiment

RADIUS_M, MARGIN_DB = 2.0, 2.0


@dataclass(frozen=True, eq=False)
class LabelCheck:
    """The check of one part of the data, ``part`` in words; None where it has too few places."""

    part: str
    found: LabelSuspicion | None

    @property
    def rows(self) -> pd.DataFrame:
        """One row per session that looks wrong, the clearest first."""
        found = self.found
        if found is None:
            return pd.DataFrame()
        rows = pd.DataFrame(
            {
                "Scans": self.part,
                "Session": found.session_id,
                "x, m": found.position_m[:, 0].round(1),
                "y, m": found.position_m[:, 1].round(1),
                "Difference from its neighbours, dB": found.near_db.round(1),
                "Difference from the likely place, dB": found.elsewhere_db.round(1),
                "Likely x, m": found.likely_position_m[:, 0].round(1),
                "Likely y, m": found.likely_position_m[:, 1].round(1),
            }
        )[found.suspicious]
        return rows.sort_values("Difference from its neighbours, dB", ascending=False)


def check_labels(experiment: Experiment) -> list[LabelCheck]:
    """The survey and, where somebody else made them, the test scans, each among themselves."""
    parts = {"survey": experiment.survey}
    if not experiment.held_out:
        parts["test"] = experiment.test
    return [LabelCheck(part, _checked(scans)) for part, scans in parts.items()]


@once
def _checked(scans: FingerprintSet) -> LabelSuspicion | None:
    position_m = scans.known_position_m
    sessions = scans.session_id
    if sessions is not None:
        session = np.unique(sessions, return_inverse=True)[1].ravel()
        places = np.unique(np.column_stack([session, position_m]), axis=0)
        if len(places) > session.max() + 1:
            sessions = None  # a walk passes many places, each of which is a label of its own
    if sessions is None:
        place = np.unique(position_m, axis=0, return_inverse=True)[1].ravel()
        sessions = scans.stop_id if scans.stop_id is not None else place.astype(str)
    if len(np.unique(sessions)) < 3:
        return None
    return label_suspicion(
        replace(scans, session_id=sessions), radius_m=RADIUS_M, margin_db=MARGIN_DB
    )


def show_labels_layer(experiment: Experiment) -> None:
    """Where the suspicious scans say that they were made, and where they fit."""
    checks = check_labels(experiment)
    n_sessions = sum(0 if each.found is None else len(each.found.session_id) for each in checks)
    rows = pd.concat([each.rows for each in checks])
    rule = (
        f"a place more than {RADIUS_M:g} m away by {MARGIN_DB:g} dB or more than any place nearby"
    )
    if not n_sessions:
        st.info("There are too few places to compare their labels.", icon=":material/label_off:")
    elif rows.empty:
        st.success(
            f"No label looks wrong: none of {counted(n_sessions, 'session')} fits {rule}.",
            icon=":material/label:",
        )
    else:
        st.warning(
            f"{counted(len(rows), 'label')} of {n_sessions:,} "
            f"{'looks' if len(rows) == 1 else 'look'} wrong: the scans fit {rule}. A true label "
            "can look wrong too; nothing is left out.",
            icon=":material/label:",
        )
    chart(
        _picture(
            Floor(experiment.survey, experiment.survey.known_position_m),
            rows,
            floor_image_of(experiment),
        ),
        key="radio_labels",
        alt=f"Floor map with {counted(len(rows), 'label')} that look wrong, each joined to the "
        "place that its scans fit best.",
        table=rows,
        scroll_zoom=True,
    )
    if not rows.empty:
        st.dataframe(rows, hide_index=True, alt="Labels that look wrong, the clearest first")


@drawn
def _picture(floor: Floor, rows: pd.DataFrame, image: FloorImage | None) -> go.Figure:
    """A line from each labelled place to the likely one."""
    figure = go.Figure()
    add_floor(figure, floor, image)
    places = np.unique(floor.survey.known_position_m, axis=0)
    figure.add_scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers",
        marker={"size": 5, "color": palette.faint_ink()},
        hovertemplate="surveyed (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="Surveyed",
    )
    if len(rows):
        x, y = rows[["x, m", "Likely x, m"]].to_numpy(), rows[["y, m", "Likely y, m"]].to_numpy()
        gap = np.full((len(rows), 1), np.nan)
        line = {"color": palette.categories()[1], "width": 2}
        figure.add_scatter(
            x=np.hstack([x, gap]).ravel(), y=np.hstack([y, gap]).ravel(),
            mode="lines", line=line, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        ends = (("As labelled", x[:, 0], y[:, 0], "x"), ("Fits better", x[:, 1], y[:, 1], "circle"))
        for name, at_x, at_y, symbol in ends:
            figure.add_scatter(
                x=at_x,
                y=at_y,
                mode="markers",
                marker={"size": 12, "symbol": symbol, "color": palette.categories()[1]},
                customdata=rows["Session"].astype(str),
                hovertemplate="%{customdata} (%{x:.1f}, %{y:.1f}) m<extra></extra>",
                name=name,
            )
    figure.update_layout(
        height=map_height_px(floor, HEIGHT_PX),
        margin={"l": 0, "r": 0, "t": 60, "b": 92},
        legend={"orientation": "h", "yanchor": "bottom", "yref": "container", "y": 0, "x": 0},
        font={"family": "Inter, sans-serif"},
        uirevision="floor",
    )
    return figure
