"""Floor plans for an uploaded survey, with what was marked on them or typed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.localization.plan.marking import (
    mark_by_click,
    mark_by_typing,
    marks_here,
    targets_of,
)
from components.memory import once
from components.text import as_plain_text, counted
from components.upload_dialog import choose_files, form_key
from core.datasets import FingerprintSet
from core.datasets.file_content import looks_like
from core.datasets.floor_plan import FloorPlan
from core.datasets.placement import Unplaced, place_by_marks, unplaced
from core.datasets.plan_image import decode_plan_image
from core.datasets.plan_marks import PlanMarks, Target
from core.datasets.plan_scale import X_DIRECTIONS, Y_DIRECTIONS, two_point_scale
from core.datasets.readers import Upload, place_on_plan, place_on_plans
from core.datasets.readers.plan_geojson import HELD, UNITS, in_metres, read_outlines
from core.datasets.readers.positions import IN_PIXELS, NO_POSITION
from core.errors import UploadError

LARGEST_MB = 25
USUAL_DISTANCE_M = 10.0
_decoded = once(decode_plan_image)


def choose_plan(upload: Upload, *, key: str, contents: Sequence[bytes]) -> Upload:
    """Offer a plan for every floor, and marks for what has no position; return the upload with it.

    ``key`` is the uploaders', which differs between two surveys on one page; ``contents`` are the
    survey's files, with which the marks end.
    """
    scans = upload.dataset
    if not isinstance(scans, FingerprintSet):
        return upload
    floors = scans.floor_names
    if len(floors) > 1:
        marked, plans = [], {}
        names = [f"Floor {as_plain_text(floor, longest=20)}" for floor in floors]
        for number, (floor, tab) in enumerate(zip(floors, st.tabs(names), strict=True)):
            with tab:
                plan, marks = _one_plan(scans, scans.floors.get(floor), f"{key}-{number}", contents)
            marked.append((marks, plan))
            if plan is not None:
                plans[floor] = plan
        upload = place_on_plans(upload, plans)
    else:
        plan, marks = _one_plan(scans, scans.floor, key, contents)
        marked = [(marks, plan)]
        if plan is not None:
            upload = place_on_plan(upload, plan)
    scans = upload.dataset
    if isinstance(scans, FingerprintSet):
        _say_unplaced(unplaced(scans, *marked))
        scans, notices = place_by_marks(scans, *marked)
        upload = replace(upload, dataset=scans, notices=upload.notices + notices)
    return placed(upload)


def _one_plan(
    scans: FingerprintSet, known: FloorPlan | None, key: str, contents: Sequence[bytes]
) -> tuple[FloorPlan | None, PlanMarks]:
    """The plan of one floor, when files are given, and what was marked on it."""
    files = choose_files(
        "Floor plan (optional)",
        several=True,
        largest_mb=LARGEST_MB,
        key=key,
        help=f"A PNG or JPEG, whose scale you mark by two points of known distance, or {HELD}, or "
        "both.",
    )
    pictures = [file for file in files if "image" in looks_like(file.getvalue())]
    if len(pictures) > 1:
        raise UploadError("One floor has one picture; remove the others.")
    shapes = [file for file in files if file not in pictures]
    form = f"{key}-{form_key(*contents, *(file.getvalue() for file in pictures))}"
    if not pictures:
        plan = _outlined(shapes, scans, known, form)
        with st.expander("Positions by hand", icon=":material/edit_location:"):
            mark_by_typing(targets_of(scans, with_plan=False), None, form)
        return plan, marks_here(form)
    file = pictures[0]
    image = _decoded(file.getvalue(), file.name)
    targets = targets_of(scans, with_plan=True)
    picture, marking, settings = st.container(), st.container(), st.container()
    with settings:
        plan = _scaled(image, marks_here(form), known, form)
    with marking:
        mark_by_typing(targets, plan, form)
    with picture:
        mark_by_click(image, targets, plan, form, name=file.name)
    return _outlined(shapes, scans, plan, form), marks_here(form)


def _outlined(
    files: Sequence[Any], scans: FingerprintSet, plan: FloorPlan | None, key: str
) -> FloorPlan | None:
    """The plan with the rooms, walls and doors of files of outlines."""
    for number, file in enumerate(files):
        found = read_outlines(file.getvalue(), file.name)
        has_picture = plan is not None and plan.pixel_to_metre is not None
        unit = st.segmented_control(
            f"Unit of {as_plain_text(file.name, longest=40)}",
            [each for each in UNITS if each != "px" or has_picture],
            default=found.unit,
            required=True,
            key=f"outlines-{number}-{key}",
            help="Metres of the survey, degrees of longitude and latitude, or pixels of the "
            "picture.",
        )
        to_metre = plan.to_metre if plan is not None and has_picture else None
        found = in_metres(found, unit, georeference=scans.georeference, to_metre=to_metre)
        before = plan or FloorPlan()
        plan = replace(
            before,
            rooms=(*before.rooms, *found.rooms),
            walls=(*before.walls, *found.walls),
            doors=(*before.doors, *found.doors),
        )
    return plan


def _scaled(
    image: NDArray[np.uint8], marks: PlanMarks, known: FloorPlan | None, key: str
) -> FloorPlan:
    """The plan by its marks and the settings below it; outlines that came with files stay."""
    height, width = image.shape[:2]
    left, middle, right = st.columns(3)
    distance_m = left.number_input(
        "Distance of the two points (m)", 0.01, 100_000.0, USUAL_DISTANCE_M, key=f"distance-{key}"
    )
    rotation_deg = middle.number_input(
        "Turned by (degrees)",
        -180.0,
        180.0,
        0.0,
        step=1.0,
        key=f"rotation-{key}",
        help="Counter-clockwise about the origin, so that the walls lie along x and y, or north is "
        "up.",
    )
    opacity = right.slider(
        "Strength of the picture", 10, 100, 80, step=10, format="%d%%", key=f"opacity-{key}"
    )
    x_grows = left.selectbox("x grows to the", list(X_DIRECTIONS), key=f"x_grows-{key}")
    y_grows = middle.selectbox("y grows", list(Y_DIRECTIONS), key=f"y_grows-{key}")
    corner = (0.0, float(height))
    ends = [marks.of(Target("first point")), marks.of(Target("second point"))]
    known_ends = [end.at for end in ends if end is not None]
    if len(known_ends) < 2:
        known_ends = [corner, (float(width), float(height))]
    matrix = two_point_scale(
        np.array(known_ends),
        distance_m,
        marks.pixel_of(Target("origin"), corner),
        x_grows=x_grows,
        y_grows=y_grows,
        rotation_deg=rotation_deg,
    )
    metre_per_px = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    said = (
        f"The picture is {width * metre_per_px:,.1f} m × {height * metre_per_px:,.1f} m: "
        f"{1 / metre_per_px:,.3g} pixels are 1 m."
    )
    if None in ends:
        said += " Until both points are marked, the lower edge counts as the distance."
    st.caption(said)
    return replace(known or FloorPlan(), image=image, pixel_to_metre=matrix, opacity=opacity / 100)


def _say_unplaced(missing: Sequence[Unplaced]) -> None:
    """Every beacon and place without a position, by the reason."""
    if not missing:
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for each in missing:
        groups.setdefault((each.what, each.reason), []).append(each.name or "(no name)")
    heading = " and ".join(counted(len(names), what) for (what, _), names in groups.items())
    with st.expander(f"Without a position: {heading}", icon=":material/wrong_location:"):
        for (_, reason), names in groups.items():
            st.markdown(f"{as_plain_text(reason.capitalize())}:")
            st.markdown(", ".join(as_plain_text(name, longest=40) for name in names))


def placed(upload: Upload) -> Upload:
    """The upload as it is when its scans have positions; else UploadError that says the way out."""
    scans = upload.dataset
    if upload.position_px is not None:
        raise UploadError(IN_PIXELS)
    if isinstance(scans, FingerprintSet) and scans.position_m is None:
        said = next((each for each in upload.notices if each.startswith(NO_POSITION)), NO_POSITION)
        by_hand = "" if scans.stop_id is None else ", or mark the places on a floor plan"
        raise UploadError(
            f"{said} Choose the columns of x and y under what the columns mean, or add a "
            f"table with the coordinates of the location codes{by_hand}."
        )
    return upload
