"""Which points are on the page: built-in points, a survey's fingerprints, or the visitor's own."""

from collections.abc import Callable
from typing import Any

from components.guelph_panel import data_key, load_entry
from components.memory import shared
from components.own_data.chosen_data import ChosenData, choose
from components.own_data.lab_data import Lab, built_in_options
from components.own_data.own_set import OwnSet
from components.page_frame import PageFrame
from components.points.chosen_points import ChosenPoints, chosen_points, own_chosen_points
from components.points.upload_dialog import offer_points_upload
from components.text import counted
from core.datasets import catalog

PREFIXES = {"fingerprints": "survey: "}


def choose_points(
    frame: PageFrame, start: str, usable: Callable[[OwnSet], Any] = own_chosen_points
) -> ChosenData[ChosenPoints]:
    """Draw the choice in the current container; points that cannot be loaded are explained.

    ``usable`` raises KernelscopeError where the page cannot use one's own points.
    """
    entries = [entry for entry in catalog() if entry.kind in ("points", "fingerprints")]
    entries.sort(key=lambda entry: (entry.key != start, entry.kind != "points"))
    lab = Lab(
        name="points",
        label="Data",
        help="The points whose density is estimated. A survey counts as the mean fingerprint of "
        "each place.",
        make=own_chosen_points,
        usable=usable,
        lost="a file of points",
        offer_upload=lambda: offer_points_upload(_look, behind="The page"),
    )
    return choose(frame, lab, built_in_options(entries, built_in, PREFIXES), start)


def _look(own: OwnSet) -> tuple[str, tuple[str, ...]]:
    """What the upload dialog says of points; raises UploadError where there are no coordinates."""
    found = own.seen_by(own_chosen_points)
    n, d = found.cloud.values.shape
    labelled = ", with labels" if found.cloud.labels is not None else ""
    more = tuple(notice for notice in found.notices if notice not in own.notices)
    return f"{counted(n, 'point')} in {counted(d, 'dimension')}{labelled}.", more


@shared(spinner="Loading the data …")
def built_in(key: str, folder: str | None) -> ChosenPoints:
    """The points of a catalogue entry, shared by all visitors."""
    entry = next(entry for entry in catalog() if entry.key == key)
    data = load_entry(key, folder)
    return chosen_points(data, data_key(key, data), entry.title, entry.origin)
