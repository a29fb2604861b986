"""Which points are on the map: built-in data, shapes made to measure, or the visitor's own."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.embedding.kept_control import kept_control
from components.embedding.map_data import MapData, map_data
from components.embedding.own_map_data import look_at_own, own_map_data
from components.embedding.preparation import PREPARATION_PARAMETERS, prepare
from components.failures import show_error
from components.localization.guelph_panel import guelph_folder, show_guelph_panel
from components.page_frame import PageFrame
from components.points.own_points import YOURS, OwnPoints, own_points
from components.points.upload_dialog import offer_points_upload
from core.datasets import catalog, load
from core.datasets.generators.recipes import RECIPES
from core.datasets.guelph import load_guelph
from core.errors import KernelscopeError, UploadError
from core.parameters import Parameter

START = "swiss_roll"
GUELPH = "guelph"
CHOICE = "data"
KINDS_FIRST = ("points", "fingerprints", "graph")
KIND_NAMES = {"points": "", "fingerprints": "survey: ", "graph": "graph: "}


@dataclass(frozen=True, eq=False)
class DataChoice:
    """The data on screen and every parameter that chose them."""

    data: MapData
    parameters: tuple[Parameter, ...]


def choose_data(frame: PageFrame) -> DataChoice:
    """Draw the choice in the current container; data that cannot be had are explained."""
    own = own_points()
    parameter = _data_parameter(own)
    _note_lost_upload(frame, has_upload=own is not None)
    key = kept_control(parameter)
    made, more = _chosen(frame, key, own)
    offer_points_upload(CHOICE, look_at_own, behind="The map")
    return DataChoice(prepare(made), (parameter, *more, *PREPARATION_PARAMETERS))


def _chosen(
    frame: PageFrame, key: str, own: OwnPoints | None
) -> tuple[MapData, tuple[Parameter, ...]]:
    if key in RECIPES:
        return _made_to_measure(key)
    try:
        if key == YOURS and own is not None:
            return own.seen_by(own_map_data), ()
        folder = guelph_folder() if key == GUELPH else None
        return built_in(key, folder), ()
    except KernelscopeError as error:
        with frame.note_box:
            if key == GUELPH and isinstance(error, UploadError):
                show_guelph_panel()
            else:
                show_error(error)
        return built_in(START, None), ()


def _note_lost_upload(frame: PageFrame, *, has_upload: bool) -> None:
    asked = st.session_state.get("link_query", {}).get(CHOICE, [])
    if YOURS in asked and not has_upload:
        with frame.note_box:
            st.info(
                "This link points to data that somebody uploaded. Uploads stay in the tab that "
                "made them, so the Swiss roll is shown; upload the file to see its map.",
                icon="🔒",
            )


def _data_parameter(own: OwnPoints | None) -> Parameter:
    entries = sorted(catalog(), key=lambda entry: KINDS_FIRST.index(entry.kind))
    entries.sort(key=lambda entry: entry.key != START)
    keys = [entry.key for entry in entries]
    titles = [f"{KIND_NAMES[entry.kind]}{entry.title} ({entry.origin})" for entry in entries]
    n_points = sum(entry.kind == "points" for entry in entries)
    keys[n_points:n_points] = list(RECIPES)
    titles[n_points:n_points] = [f"{recipe.title} (simulated)" for recipe in RECIPES.values()]
    if own is not None:
        keys.append(YOURS)
        titles.append(f"{own.title} (yours)")
    return Parameter(
        CHOICE,
        "Data",
        str,
        START,
        options=tuple(keys),
        labels=tuple(titles),
        help="The points that are mapped. A survey is mapped by its mean fingerprints, a graph by "
        "its shortest paths. “To measure” draws a shape with settings of your own.",
    )


def _made_to_measure(key: str) -> tuple[MapData, tuple[Parameter, ...]]:
    recipe = RECIPES[key]
    settings: dict[str, Any] = {row.name: kept_control(row) for row in recipe.parameters.values()}
    made = _make(key, tuple(settings.items()))
    return made, tuple(recipe.parameters.values())


@st.cache_resource(max_entries=12, show_spinner="Drawing the shape …")
def _make(key: str, settings: tuple[tuple[str, Any], ...]) -> MapData:
    recipe = RECIPES[key]
    cloud = recipe.prepare(dict(settings))
    name = f"{key}-" + "-".join(f"{value:g}" for _, value in settings)
    return map_data(cloud, name, recipe.title.removesuffix(" to measure"), "simulated")


@st.cache_resource(max_entries=12, show_spinner="Loading the data …")
def built_in(key: str, folder: str | None) -> MapData:
    """A catalogue entry in the views' form, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    dataset = load_guelph(folder=folder) if key == GUELPH else load(key)
    return map_data(dataset, key, entry.title, entry.origin)
