"""Which points are on the map: built-in data, custom shapes, or the visitor's own."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from components.embedding.map.data import MapData, map_data
from components.embedding.own_map_data import look_at_own, may_be_mapped, own_map_data
from components.embedding.preparation import prepare
from components.guelph_panel import data_key, load_entry
from components.memory import shared
from components.own_data.chosen_data import ChosenData, choose
from components.own_data.lab_data import Lab, Option, built_in_options
from components.page_frame import PageFrame
from components.points.upload_dialog import offer_points_upload
from core.datasets import catalog
from core.datasets.generators.recipes import RECIPES

START = "swiss_roll_strip"
KINDS_FIRST = ("points", "fingerprints", "graph")
KIND_NAMES = {"fingerprints": "survey: ", "graph": "graph: "}


LAB = Lab(
    name="data",
    label="Data",
    help="The points that are mapped. A survey is mapped by its mean fingerprints, a graph by "
    "its shortest paths. “Custom” draws a shape with your own settings.",
    make=own_map_data,
    usable=may_be_mapped,
    lost="a file",
    offer_upload=lambda: offer_points_upload(look_at_own, behind="The map"),
)


def choose_data(frame: PageFrame) -> ChosenData[MapData]:
    """Draw the choice in the current container; data that cannot be loaded are explained.

    The payload is prepared as its switches say, which are among the parameters.
    """
    chosen = choose(frame, LAB, _options(), START)
    data, switches = prepare(chosen.payload)
    return replace(chosen, payload=data, parameters=(*chosen.parameters, *switches))


def _options() -> dict[str, Option[MapData]]:
    """Points of the catalogue and shapes drawn with settings, then surveys and graphs."""
    entries = sorted(catalog(), key=lambda entry: KINDS_FIRST.index(entry.kind))
    entries.sort(key=lambda entry: entry.key != START)
    n_points = sum(entry.kind == "points" for entry in entries)
    points, others = entries[:n_points], entries[n_points:]
    shapes = {
        key: Option(
            f"{recipe.title} (simulated)",
            recipe.title,
            "simulated",
            partial(_shape, key),
            tuple(recipe.parameters.values()),
        )
        for key, recipe in RECIPES.items()
    }
    return (
        built_in_options(points, built_in) | shapes | built_in_options(others, built_in, KIND_NAMES)
    )


def _shape(key: str, settings: Mapping[str, Any]) -> MapData:
    return _make(key, tuple(settings.items()))


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
