"""One scan on the map: choosing it by slider, click or play, and drawing what was found."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st
from pydeck import Deck

from components.address import show_address
from components.charts import chart, drawn, first_screen, show_reading
from components.controls import control
from components.localization.calibrated_sets import Calibrated
from components.localization.deck_map import deck_map
from components.localization.floor.image_cache import floor_image_of
from components.localization.floor.map import PLACE, floor_map
from components.localization.places import Places
from components.localization.results import Evaluation, LocatorSettings
from components.localization.scan.decided import decided, table_key, with_arrow
from components.localization.scan.panels import scan_sentence, show_scan_panels
from components.localization.scan.scene import make_scene, with_set
from components.localization.scene import Scene
from components.localization.tracking import Track
from components.localization.typed_scan import typed_scan
from components.localization.view_parameters import ALL_FLOORS, ERROR_COLOURS, MAP, SCAN
from components.play_button import playing_button
from core.localization.experiment import Experiment, walk_order
from core.parameters import Parameter

STEP_S = 0.5
MAP_KEY = "where_map"
LASSO, LASSO_IS_NEW = "where_lasso", "lasso_is_new"
PLAYING = "playing"
_analysis_map = drawn(floor_map)


def show_scan_view(
    experiment: Experiment,
    settings: LocatorSettings,
    results: Evaluation,
    parameters: Mapping[str, Parameter],
    found: Calibrated,
    walk: Track | None = None,
    all_floors: Callable[[int], Deck] | None = None,
) -> None:
    """The map with its controls; only this part is redrawn while the walk plays.

    ``all_floors`` draws all floors of the survey, given the test scan's row.
    """
    playing = st.session_state.get(PLAYING, False)
    fragment = st.fragment(_draw, run_every=STEP_S if playing else None)
    fragment(experiment, settings, results, parameters, found, walk, all_floors)


def selected_rows(experiment: Experiment) -> np.ndarray | None:
    """Test scans inside the last lasso, or None."""
    chosen = st.session_state.get(LASSO)
    if chosen is None or chosen[0] != experiment.key:
        return None
    return np.isin(Places.of(experiment).place_of_scan, chosen[1])


def clear_selection() -> None:
    """Forget the lasso."""
    st.session_state.pop(LASSO, None)


def _draw(
    experiment: Experiment,
    settings: LocatorSettings,
    results: Evaluation,
    parameters: Mapping[str, Parameter],
    found: Calibrated,
    walk: Track | None,
    all_floors: Callable[[int], Deck] | None,
) -> None:
    order = walk_order(experiment.test)
    places = Places.of(experiment)
    if st.session_state.get(PLAYING, False):
        _advance(order, places)
    # The map stands above what moves it, and is drawn last: what is quick is there at once.
    picture, controls, line = st.container(), st.container(), st.container()
    with controls.container(horizontal=True, vertical_alignment="bottom"):
        turned = playing_button(
            "play", PLAYING, "Play the walk", "Step through the scans in the order of the walk."
        )
        scan = control(parameters[SCAN])
        control(parameters[MAP])
    with controls.container(horizontal=True, vertical_alignment="center"):
        control(parameters[ERROR_COLOURS])
        typing = st.toggle(
            "Type in a scan",
            key="typing",
            help="Edit what the phone hears and see where it would be.",
        )
    row = int(order[min(scan, len(order)) - 1])
    shown = None if st.session_state.get(ERROR_COLOURS, False) else row
    with controls:
        typed = typed_scan(experiment, row) if typing else None
    scene = make_scene(
        experiment, settings, results, row, places.near(experiment, shown), walk, typed
    )
    scene = with_set(scene, found, row)
    why, why_key = decided(experiment, settings, scene), table_key(experiment, row)
    scene = with_arrow(scene, why, why_key)
    line.markdown(scan_sentence(experiment, scene, row, scan, typed=typing))
    with picture:
        if all_floors is not None and st.session_state.get(MAP) == ALL_FLOORS:
            alt = f"All floors of {experiment.title}, one above the other, with this scan's vote."
            with first_screen(560, key="floors"):
                st.pydeck_chart(all_floors(row), height="stretch", key="where_floors", alt=alt)
            show_reading("where_floors")
        else:
            _draw_map(experiment, scene, places, order)
    show_scan_panels(experiment, scene, why, why_key)
    show_address(key="address-scan")
    if turned:  # last, so that the picture stands at the moment that the button stopped
        st.rerun()


def _draw_map(experiment: Experiment, scene: Scene, places: Places, order: np.ndarray) -> None:
    image = floor_image_of(experiment)
    view = st.session_state.get(MAP, "plan")
    alt = (
        f"Floor map of {experiment.title}: posterior of one scan as heat over the registered "
        "places, the places of its 90% set, the estimate, and the true position."
    )
    if view != "plan":
        deck = deck_map(scene, image, three_d=view == "building")
        with first_screen(560, key="deck"):
            st.pydeck_chart(deck, height="stretch", key=f"where_deck_{view}", alt=alt)
        show_reading("where_deck")
        return
    by_error = st.session_state.get(ERROR_COLOURS, False)
    chart(
        _analysis_map(scene, image, colour_by_error=by_error),
        key=MAP_KEY,
        alt=alt,
        first=True,
        on_select=lambda: _select(experiment, places, order),
        selection_mode=("points", "box", "lasso"),
        scroll_zoom=True,
    )
    if st.session_state.pop(LASSO_IS_NEW, False):
        st.rerun()


def _select(experiment: Experiment, places: Places, order: np.ndarray) -> None:
    """A click locates a scan of that place; a lasso filters the other pictures by its places."""
    selection = st.session_state[MAP_KEY].selection
    found = [_values(point.get("customdata")) for point in selection.points]
    chosen = sorted({int(data[0]) for data in found if data and data[-1] == PLACE})
    if not chosen:
        return
    if selection.get("lasso") or selection.get("box"):
        st.session_state[LASSO] = (experiment.key, chosen)
        st.session_state[LASSO_IS_NEW] = True
        return
    rows = np.flatnonzero(places.place_of_scan == chosen[0])
    st.session_state[SCAN] = int(np.flatnonzero(np.isin(order, rows))[0]) + 1


def _values(customdata: Any) -> list:
    """A point's custom data as a list: Streamlit hands it over as a list, a dict or one value."""
    if isinstance(customdata, Mapping):
        return list(customdata.values())
    return list(customdata) if isinstance(customdata, list | tuple) else []


def _advance(order: np.ndarray, places: Places) -> None:
    """Go to the first scan of the next place; stop at the end of the walk."""
    walk = places.place_of_scan[order]
    here = int(st.session_state.get(SCAN, 1)) - 1
    ahead = np.flatnonzero(walk[here:] != walk[here])
    if len(ahead):
        st.session_state[SCAN] = here + int(ahead[0]) + 1
    else:
        st.session_state[PLAYING] = False
        st.rerun()
