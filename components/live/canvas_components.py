"""The two small browser components of the live page: the moving map and the level bars."""

from pathlib import Path
from typing import Any

import streamlit as st

from components.live.floor_data import NAME_CHARACTERS
from components.text import distinct_labels

HERE = Path(__file__).resolve().parent

_MAP_CSS = """
canvas { display: block; width: 100%; height: 400px; border-radius: 0.5rem;
  box-sizing: border-box; border: 1px solid var(--st-border-color); }
"""
_BARS_CSS = """
.bars { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 2px 16px;
  font-family: var(--st-font); font-size: 0.8rem; color: var(--st-text-color); }
.row { display: grid; grid-template-columns: var(--name-width, 4.2em) 1fr 2.4em; gap: 6px;
  align-items: center; }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.track { height: 0.6em; background: var(--st-secondary-background-color); border-radius: 0.3em; }
.track i { display: block; height: 100%; width: 0; border-radius: 0.3em;
  background: var(--st-primary-color); transition: width 0.2s linear; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
"""

_MAP = st.components.v2.component(
    "live_map",
    html='<canvas role="img" aria-label="Floor map"></canvas>',
    css=_MAP_CSS,
    js=(HERE / "live_map.js").read_text(encoding="utf-8"),
)
_FLOOR = st.components.v2.component(
    "live_floor", html="<span></span>", js=(HERE / "live_map.js").read_text(encoding="utf-8")
)
_BARS = st.components.v2.component(
    "level_bars",
    html='<div class="bars" role="list" aria-label="Levels of the beacons"></div>',
    css=_BARS_CSS,
    js=(HERE / "level_bars.js").read_text(encoding="utf-8"),
)


def live_floor(floor: dict[str, Any]) -> None:
    """Send what does not move, once for each full run of the page."""
    _FLOOR(data={"kind": "floor", **floor}, key="live_floor", height=1)


def live_map(frame: dict[str, Any]) -> None:
    """Draw a frame on the floor of the same key."""
    _MAP(data={"kind": "frame", **frame}, key="live_map", height="content")


def level_bars(names: list[str], levels_dbm: list[float | None]) -> None:
    """One bar per beacon, from −100 to −40 dBm."""
    data = {
        "names": names,
        "labels": distinct_labels(names, longest=NAME_CHARACTERS),
        "levels_dbm": levels_dbm,
        "lowest_dbm": -100,
        "highest_dbm": -40,
    }
    _BARS(data=data, key="live_bars", height="content")
