"""Which points are on the map: built-in data, custom shapes, or the visitor's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.controls import control
from components.data_origin import YOURS, OwnData, data_parameter
from components.embedding.map.data import MapData, map_data
from components.embedding.own_map_data import look_at_own, own_map_data
from components.embedding.preparation import prepare
from components.guelph_panel import data_key, explain_missing, folder_for, load_entry
from components.link_state import note_lost_upload
from components.memory import shared
from components.page_frame import PageFrame
from components.points.own_points import OwnPoints
from components.points.upload_dialog import offer_points_upload
from components.shared_uploads import points_here
from core.datasets import catalog
from core.datasets.generators.recipes import RECIPES
from core.errors import KernelscopeError
from core.parameters import Parameter

START = "swiss_roll"
CHOICE = "data"
KINDS_FIRST = ("points", "fingerprints", "graph")
KIND_NAMES = {"points": "", "fingerprints": "survey: ", "graph": "graph: "}


@dataclass(frozen=True, eq=False)
class DataChoice:
    """The data on screen and every parameter that chose them.

    ``key`` names what was chosen, whatever was done to it then.
    """

    key: str
    data: MapData
    parameters: tuple[Parameter, ...]


def choose_data(frame: PageFrame) -> DataChoice:
    """Draw the choice in the current container; data that cannot be loaded are explained."""
    own = points_here()
    own = {key: each for key, each in own.items() if key == YOURS or each.fits(own_map_data)}
    parameter = _data_parameter(own)
    note_lost_upload(parameter, what="a file")
    key = control(parameter)
    chosen_data, more = _chosen(frame, key, own)
    offer_points_upload(CHOICE, look_at_own, own, behind="The map")
    data, switches = prepare(chosen_data)
    name = chosen_data.key if chosen_data.origin == YOURS else key
    return DataChoice(name, data, (parameter, *more, *switches))


def _chosen(
    frame: PageFrame, key: str, own: Mapping[str, OwnPoints]
) -> tuple[MapData, tuple[Parameter, ...]]:
    if key in RECIPES:
        return _made_to_measure(key)
    try:
        if key in own:
            return own[key].seen_by(own_map_data), ()
        return built_in(key, folder_for(key)), ()
    except KernelscopeError as error:
        explain_missing(frame, key, error)
        return built_in(START, None), ()


def _data_parameter(own: Mapping[str, OwnPoints]) -> Parameter:
    entries = sorted(catalog(), key=lambda entry: KINDS_FIRST.index(entry.kind))
    entries.sort(key=lambda entry: entry.key != START)
    listed = [
        (entry.key, f"{KIND_NAMES[entry.kind]}{entry.title} ({entry.origin})") for entry in entries
    ]
    n_points = sum(entry.kind == "points" for entry in entries)
    listed[n_points:n_points] = [
        (key, f"{recipe.title} (simulated)") for key, recipe in RECIPES.items()
    ]
    return data_parameter(
        CHOICE,
        "Data",
        dict(listed),
        START,
        own={
            key: OwnData(each.key, each.title, each.fits(own_map_data)) for key, each in own.items()
        },
        help="The points that are mapped. A survey is mapped by its mean fingerprints, a graph by "
        "its shortest paths. “Custom” draws a shape with your own settings.",
    )


def _made_to_measure(key: str) -> tuple[MapData, tuple[Parameter, ...]]:
    recipe = RECIPES[key]
    settings: dict[str, Any] = {row.name: control(row) for row in recipe.parameters.values()}
    chosen_data = _make(key, tuple(settings.items()))
    return chosen_data, tuple(recipe.parameters.values())


@shared(spinner="Drawing the shape …")
def _make(key: str, settings: tuple[tuple[str, Any], ...]) -> MapData:
    recipe = RECIPES[key]
    cloud = recipe.prepare(dict(settings))
    words = (value if isinstance(value, str) else f"{value:g}" for _, value in settings)
    name = f"{key}-" + "-".join(words)
    return map_data(cloud, name, recipe.title.removeprefix("Custom ").capitalize(), "simulated")


@shared(spinner="Loading the data …")
def built_in(key: str, folder: str | None) -> MapData:
    """A catalogue entry in the views' form, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    data = load_entry(key, folder)
    return map_data(data, data_key(key, data), entry.title, entry.origin)
