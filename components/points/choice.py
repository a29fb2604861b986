"""Which points are on the page: built-in points, a survey's fingerprints, or the visitor's own."""

from collections.abc import Callable
from dataclasses import dataclass

from components.controls import control
from components.data_origin import YOURS, OwnData, data_parameter
from components.guelph_panel import data_key, explain_missing, folder_for, load_entry
from components.link_state import note_lost_upload
from components.memory import shared
from components.page_frame import PageFrame
from components.points.chosen_points import ChosenPoints, chosen_points, own_chosen_points
from components.points.own_points import OwnPoints
from components.points.upload_dialog import offer_points_upload
from components.shared_uploads import points_here
from components.text import counted
from core.datasets import PointCloud, catalog
from core.errors import KernelscopeError
from core.parameters import Parameter

CHOICE = "points"


@dataclass(frozen=True, eq=False)
class PointsChoice:
    """The points on screen and the parameter that chose them."""

    points: ChosenPoints
    parameter: Parameter


def choose_points(
    frame: PageFrame, start: str, fits: Callable[[PointCloud], bool] = lambda cloud: True
) -> PointsChoice:
    """Draw the choice in the current container; points that cannot be loaded are explained.

    ``fits`` says whether the page can use points that have coordinates.
    """
    entries = [entry for entry in catalog() if entry.kind in ("points", "fingerprints")]
    entries.sort(key=lambda entry: (entry.key != start, entry.kind != "points"))
    titles = {
        entry.key: f"{'survey: ' if entry.kind == 'fingerprints' else ''}{entry.title} "
        f"({entry.origin})"
        for entry in entries
    }
    own = {key: each for key, each in points_here().items() if key == YOURS or _fits(each, fits)}
    parameter = data_parameter(
        CHOICE,
        "Data",
        titles,
        start,
        own={key: OwnData(each.key, each.title, _fits(each, fits)) for key, each in own.items()},
        help="The points whose density is estimated. A survey counts as the mean fingerprint of "
        "each place.",
    )
    note_lost_upload(parameter, what="a file of points")
    key = control(parameter)
    offer_points_upload(CHOICE, _look, own, behind="The page")
    try:
        if key in own:
            return PointsChoice(own[key].seen_by(own_chosen_points), parameter)
        return PointsChoice(built_in(key, folder_for(key)), parameter)
    except KernelscopeError as error:
        explain_missing(frame, key, error)
        return PointsChoice(built_in(start, None), parameter)


def _fits(own: OwnPoints, fits: Callable[[PointCloud], bool]) -> bool:
    return own.fits(own_chosen_points) and fits(own.seen_by(own_chosen_points).cloud)


def _look(own: OwnPoints) -> tuple[str, tuple[str, ...]]:
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
