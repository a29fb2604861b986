"""Below the map: what this scan heard, and which registered places voted for its position."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.badges import badge
from components.charts import chart, drawn, style
from components.localization.scan.decided import Decided, show_decided
from components.localization.scene import Scene
from components.localization.set_words import area
from components.text import as_plain_html, as_plain_text, counted, distinct_labels
from core.localization.experiment import Experiment
from core.localization.locator import FEWEST_BEACONS

QUIETEST_DBM = -105.0


def scan_sentence(
    experiment: Experiment, scene: Scene, row: int, number: int, *, typed: bool = False
) -> str:
    """One line about the scan on the map, with the reason when it has no (sure) position."""
    heard = int(np.isfinite(scene.beacon_rss_dbm[scene.beacon_on]).sum())
    total = int(scene.beacon_on.sum())
    holding = experiment.test.holding
    pose = "" if holding is None else f", phone held as “{as_plain_text(str(holding[row]))}”"
    name = "Your scan" if typed else f"Scan {number:,}"
    if not np.isfinite(scene.estimate_m).all():
        return (
            f"**{name}** is not on the map: it heard none of the beacons that are switched on "
            f"({total:,})."
        )
    if typed:
        pose = ""
        where = f"({scene.estimate_m[0]:.1f}, {scene.estimate_m[1]:.1f}) m"
    else:
        where = f"{np.linalg.norm(scene.estimate_m - scene.true_m):.1f} m off"
    voters = "1 place" if len(scene.voters) == 1 else f"{len(scene.voters)} places"
    sentence = (
        f"**{name}**: {where}; {heard} of {counted(total, 'beacon')} heard{pose}; {voters} voted."
    )
    sentence += _set_words(scene)
    if heard < FEWEST_BEACONS:
        sentence += (
            f" {badge('abstains', 'caution')} One beacon gives a ring around it, not a place: do "
            "not trust this position."
        )
    return sentence


def _set_words(scene: Scene) -> str:
    """Size of the 90% set, and whether the truth is in it."""
    if scene.in_set is None:
        return ""
    held, of = int(scene.in_set.sum()), len(scene.in_set)
    sentence = (
        f" Its 90% set holds {counted(held, 'place')} of the {of:,}: {area(scene.set_area_m2)}"
    )
    if not np.isfinite(scene.true_m).all():
        return f"{sentence}."
    true_place = np.linalg.norm(scene.grid_m - scene.true_m, axis=1).argmin()
    sentence += ", the true one among them." if scene.in_set[true_place] else ", not the true one."
    if scene.taught:
        sentence += " The sets learned from this scan, so it does not judge them."
    if scene.track_m is not None:
        sentence += " The set is of this scan alone, without the walk."
    return sentence


def show_scan_panels(experiment: Experiment, scene: Scene, why: Decided, why_key: str) -> None:
    """Side by side: received power by beacon, and which of them decided; below, the voters."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("What the phone heard", anchor=False)
        _heard_chart(experiment, scene)
    with right:
        show_decided(why, why_key)
    st.subheader("Who voted", anchor=False)
    st.dataframe(
        voters_table(scene),
        hide_index=True,
        height=300,
        column_config={
            "Weight": st.column_config.ProgressColumn(
                format="%.3f", min_value=0.0, max_value=float(max(scene.weight.max(), 1e-12))
            ),
            "From truth, m": st.column_config.NumberColumn(format="%.1f"),
            "x, m": st.column_config.NumberColumn(format="%.2f"),
            "y, m": st.column_config.NumberColumn(format="%.2f"),
        },
        alt="Registered places that voted, heaviest first",
    )


def voters_table(scene: Scene) -> pd.DataFrame:
    """The places that voted for this scan's position, heaviest first."""
    voters = scene.voters
    place_m = scene.grid_m[voters]
    return pd.DataFrame(
        {
            "Voter": np.arange(1, len(voters) + 1),
            "Weight": scene.weight[voters],
            "x, m": place_m[:, 0],
            "y, m": place_m[:, 1],
            "From truth, m": np.linalg.norm(place_m - scene.true_m, axis=1),
        }
    )


def _heard_chart(experiment: Experiment, scene: Scene) -> None:
    names = [str(name) for name in experiment.survey.beacon_ids]
    shown = [as_plain_html(label) for label in distinct_labels(names, longest=60)]
    at_truth = _survey_level(experiment, scene)
    level = np.where(np.isfinite(scene.beacon_rss_dbm), scene.beacon_rss_dbm, np.nan)
    chart(
        _heard(shown, level, at_truth, scene.beacon_on),
        key="where_heard",
        alt="Received power of each beacon in this scan, beside the survey at the nearest place.",
        table=lambda: pd.DataFrame(
            {"beacon": names, "rss_dbm": level, "registered_dbm": at_truth, "on": scene.beacon_on}
        ),
    )


@drawn
def _heard(
    names: list[str], level: np.ndarray, at_truth: np.ndarray, beacon_on: np.ndarray
) -> go.Figure:
    colours = np.where(beacon_on, palette.categories()[0], palette.faint_ink())
    figure = go.Figure()
    figure.add_bar(
        x=names,
        y=level - QUIETEST_DBM,
        base=QUIETEST_DBM,
        marker_color=colours.tolist(),
        customdata=level,
        hovertemplate="beacon %{x}: %{customdata:.0f} dBm<extra></extra>",
        name="This scan",
    )
    figure.add_scatter(
        x=names,
        y=at_truth,
        mode="markers",
        marker={"symbol": "line-ew-open", "size": 14, "color": palette.categories()[1]},
        hovertemplate="registered at the nearest place: %{y:.0f} dBm<extra></extra>",
        name="Registered nearest to the truth",
    )
    style(figure, height=300, x="Beacon", y="Received power, dBm")
    figure.update_xaxes(type="category")
    figure.update_yaxes(range=[QUIETEST_DBM, -40])
    return figure


def _survey_level(experiment: Experiment, scene: Scene) -> np.ndarray:
    """(B,) mean registered level at the survey place nearest to the truth; NaN if never heard."""
    position_m = experiment.survey.known_position_m
    distance = np.linalg.norm(position_m - scene.true_m, axis=1)
    here = experiment.survey.rss_dbm[distance == distance.min()]
    heard = np.isfinite(here)
    count = heard.sum(axis=0)
    total = np.where(heard, here, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
