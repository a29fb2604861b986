"""How a visitor's files become a data set: one form a kind, in dialogs and on the Data page.

A form shows the first rows and what was guessed, takes corrections, and builds the set.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from components.graphs.edge_form import confirm_edges
from components.localization.mapping_form import confirm_mapping
from components.localization.parts_form import confirm_parts
from components.localization.plan.form import choose_plan
from components.own_data.own_set import OwnSet, make_own_set
from components.points.column_form import confirm_points
from components.points.missing_choice import choose_completed
from components.upload_dialog import form_key, shown_title
from core.datasets import FingerprintSet, GraphData
from core.datasets.readers import (
    ColumnMapping,
    Table,
    Upload,
    guess_mapping,
    inspect_cells,
    inspect_upload,
    label_nodes,
    open_upload,
    place_beacons,
    read_beacon_positions,
)
from core.datasets.readers.vectors import inspect_vectors
from core.errors import ParameterError, UploadError

# What a file can be said to hold, and what that is called.
HOLDS = {
    "points": "Points",
    "distances": "Distances",
    "graph": "Graph",
    "fingerprints": "Survey",
}
# A file as Streamlit gives it: with ``name`` and ``getvalue()``.
Files = Sequence[Any]


def kind_read_as(holds: str) -> str:
    """The kind of data by which a file is read that holds this.

    >>> kind_read_as("distances"), kind_read_as("graph")
    ('points', 'graph')
    """
    return "points" if holds == "distances" else holds


def confirm_files(files: Files, holds: str, more: Files = (), *, place: str = "") -> OwnSet:
    """Draw the form for files that hold one thing together, and return it as confirmed.

    ``more`` are files that say something of it: metadata of points, communities of a graph's nodes,
    positions of a survey's beacons. ``place`` differs between several forms on one page. Raises
    UploadError, among others where the files hold something else.
    """
    if holds not in _FORMS:
        raise ParameterError(f"There is no kind of data {holds!r}; choose: {', '.join(_FORMS)}.")
    return _FORMS[holds](files, more, place)


def _points(files: Files, more: Files, place: str) -> OwnSet:
    contents = [file.getvalue() for file in (*files, *more)]
    content, name = contents[0], files[0].name
    inspected: tuple[Table, ColumnMapping] | None
    if more:
        table = inspect_vectors((name, content), (more[0].name, contents[-1]))
        inspected = table, guess_mapping(table, "points")
    else:
        inspected = inspect_upload(content, name, "points")
    colours: tuple[str, ...] = ()
    if inspected is None:
        upload = choose_completed(open_upload(content, name, "points"), key=form_key(*contents))
    else:
        upload, _, colours = confirm_points(*inspected, kind="points", key=form_key(*contents))
    return make_own_set(upload, shown_title(files[0]), contents, colours_only=colours)


def _distances(files: Files, more: Files, place: str) -> OwnSet:
    """Nothing is asked of a square: every column means the same."""
    if more:
        raise UploadError(
            "Metadata belong to points; remove them, or say that the file holds points."
        )
    content = files[0].getvalue()
    upload = open_upload(content, files[0].name, "points")
    return make_own_set(upload, shown_title(files[0]), [content], holds_distances=True)


def _graph(files: Files, more: Files, place: str) -> OwnSet:
    content, name = files[0].getvalue(), files[0].name
    table = inspect_cells(content, name, "graph")
    if table is None:
        upload = open_upload(content, name, "graph")
    else:
        upload = confirm_edges(table, key=form_key(content))
    for labels in more:
        upload = label_nodes(upload, labels.getvalue(), labels.name)
    if not isinstance(upload.dataset, GraphData):
        raise UploadError(
            "The file is readable, but it is not a graph: it needs edges between nodes."
        )
    contents = [file.getvalue() for file in (*files, *more)]
    return make_own_set(upload, shown_title(files[0]), contents)


def _survey(files: Files, more: Files, place: str) -> OwnSet:
    contents = [file.getvalue() for file in files]
    upload = _survey_of(files, form_key(*contents))
    for file in more:
        positions = read_beacon_positions(file.getvalue(), file.name)
        placed = place_beacons(_fingerprints(upload), positions)
        upload = replace(upload, dataset=placed.dataset, notices=upload.notices + placed.notices)
    upload = choose_plan(upload, key=f"plan_file{place}", contents=contents)
    scans = _fingerprints(upload)
    return make_own_set(Upload(scans, upload.notices), shown_title(files[0]), contents)


def _survey_of(files: Files, key: str) -> Upload:
    if len(files) > 1:
        return confirm_parts({file.name: file.getvalue() for file in files}, key=key)
    content, name = files[0].getvalue(), files[0].name
    inspected = inspect_upload(content, name, "fingerprints")
    if inspected is None:
        return open_upload(content, name, "fingerprints")
    return confirm_mapping(*inspected, key=key)


def _fingerprints(upload: Upload) -> FingerprintSet:
    if not isinstance(upload.dataset, FingerprintSet):
        raise UploadError(
            "The file is readable, but it is not a survey: it needs received power for each "
            "beacon, and positions."
        )
    return upload.dataset


_FORMS: dict[str, Callable[[Files, Files, str], OwnSet]] = {
    "points": _points,
    "distances": _distances,
    "graph": _graph,
    "fingerprints": _survey,
}
