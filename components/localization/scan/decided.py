"""Which beacons decided this fix? A table, a sentence, and an arrow on the map for a row."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.charts import offer_numbers
from components.localization.results import LocatorSettings, beacons_on, fitted_locator
from components.localization.scene import Scene
from components.memory import once
from components.text import as_plain_text, one_line
from core.localization import explain_fix
from core.localization.experiment import Experiment
from core.localization.fix_explanation import fix_moves, why_no_share

LEAST_MOVE_M = 1.0  # below it no beacon decides
CLEAR_LEAD_DB = 6.0  # of the largest surprise over the next


@dataclass(frozen=True, eq=False)
class Decided:
    """``table``: a row for each beacon heard, what moves the fix the most first; the numbers of
    ``explain_fix`` with the beacon's name and ``louder_db`` than expected. ``move_m`` (k, 2): from
    where the fix would be without it. ``no_share``: why the similarity is not split.
    """

    table: pd.DataFrame
    move_m: NDArray[np.float64]
    fix_m: NDArray[np.float64]
    no_share: str


@once
def decided(experiment: Experiment, settings: LocatorSettings, scene: Scene) -> Decided:
    """What each beacon had to say about the scan on the map, without the walk around it."""
    on = beacons_on(experiment, settings)
    locator = fitted_locator(experiment, settings)
    scan = scene.beacon_rss_dbm[on]
    table = explain_fix(locator, scan).reset_index(drop=True)
    table.insert(0, "beacon", [str(name) for name in experiment.survey.beacon_ids[on]])
    table["louder_db"] = table["heard"] - table["expected"]
    move_m = fix_moves(locator, scan)
    order = np.argsort(-table["moves_m"].to_numpy(), kind="stable")
    order = order[np.isfinite(scan[order])]
    return Decided(
        table.iloc[order].reset_index(drop=True),
        move_m[order],
        locator.predict(scan[None])[0],
        why_no_share(locator),
    )


def decided_sentence(found: Decided) -> str:
    """Which beacon the fix hangs on, and which one does not fit the others."""
    table = found.table
    if table.empty or table["moves_m"].isna().all():
        return "This scan has no position, so nothing decided it."
    first = table.iloc[0]
    name = as_plain_text(first["beacon"], longest=40)
    if len(table) == 1:
        return (
            f"Only beacon **{name}** was heard: it decides alone, "
            f"{first['moves_m']:.1f} m away from the middle of the places."
        )
    if first["moves_m"] < LEAST_MOVE_M:
        sentence = "**No single beacon decides this fix**: without any one it moves less than 1 m"
    else:
        sentence = f"**Beacon {name} decides**: without it the fix moves {first['moves_m']:.1f} m"
    return f"{sentence}; {_surprise(table)}."


def _surprise(table: pd.DataFrame) -> str:
    off_db = table["louder_db"].abs().sort_values(ascending=False)
    if off_db.iloc[0] - off_db.iloc[1] < CLEAR_LEAD_DB:
        return "which beacon fits the others least, we cannot tell"
    row = table.loc[off_db.index[0]]
    word = "louder" if row["louder_db"] > 0 else "quieter"
    name = as_plain_text(row["beacon"], longest=40)
    return f"beacon {name} is {off_db.iloc[0]:.0f} dB {word} than the others expect"


def table_key(experiment: Experiment, row: int) -> str:
    """Of the widget: a choice belongs to one scan of one survey; no name stands in it."""
    digest = hashlib.sha256(f"{experiment.key}-{row}".encode()).hexdigest()
    return f"decided-{digest[:16]}"


def with_arrow(scene: Scene, found: Decided, key: str) -> Scene:
    """The scene with an arrow for the row that is chosen in the table, if any."""
    state = st.session_state.get(key)
    rows = list(state.selection.rows) if state is not None else []
    if not rows or rows[0] >= len(found.table):
        return scene
    move_m = found.move_m[rows[0]]
    if not np.isfinite(move_m).all():
        return scene
    name = one_line(found.table["beacon"].iloc[rows[0]], longest=30)
    return replace(scene, arrow_m=np.stack([found.fix_m - move_m, found.fix_m]), arrow_of=name)


def show_decided(found: Decided, key: str) -> None:
    """The sentence and the table; a click on a row draws the arrow."""
    st.subheader("Which beacons decided this fix?", anchor=False)
    st.markdown(decided_sentence(found))
    if found.table.empty:
        return
    column = st.column_config
    shown = found.table.drop(columns=["share"]) if found.no_share else found.table
    st.dataframe(
        shown,
        hide_index=True,
        height=min(36 * (len(shown) + 1) + 4, 300),
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_order=("beacon", "moves_m", "heard", "expected", "share"),
        column_config={
            "beacon": column.TextColumn("Beacon", pinned=True),
            "heard": column.NumberColumn("Heard, dBm", width=70, format="%.0f"),
            "expected": column.NumberColumn(
                "Others expect",
                width=80,
                format="%.0f dBm",
                help="By the others: the level at the places that they point to.",
            ),
            "share": column.NumberColumn(
                "Share",
                width=50,
                format="percent",
                help="Of the similarity of the places that voted; adds up to 100%.",
            ),
            "moves_m": column.NumberColumn(
                "Moves, m",
                width=60,
                format="%.1f",
                help="How far the fix is from where it would be if this beacon were not heard. "
                "Moves do not add up.",
            ),
        },
        alt="Beacons heard, what the others expect, their share, and how far each moves the fix",
    )
    note = "Click a row: an arrow on the analysis map runs from where the fix would be without it."
    if found.no_share:
        note += f" No shares: {found.no_share}"
    st.caption(note)
    offer_numbers(found.table, "where_decided")
