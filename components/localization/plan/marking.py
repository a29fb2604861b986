"""Marks on a plan: by a click on its picture, or typed; the last one can be undone."""

from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.fingerprint import fingerprint
from components.localization.plan.click_plan import click_plan
from components.text import distinct_labels
from core.datasets import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.plan_marks import POINTS, PlanMarks, Target

WORDS = {
    "first point": "First point of the scale",
    "second point": "Second point of the scale",
    "origin": "Origin, (0, 0) m",
}
LONGEST_LABEL = 16


def targets_of(scans: FingerprintSet, *, with_plan: bool) -> dict[str, Target]:
    """What can be marked for a survey: words on screen → target."""
    targets = [Target(what) for what in POINTS] if with_plan else []
    targets += [Target("beacon", name) for name in scans.beacon_ids.tolist()]
    if scans.position_m is None and scans.stop_id is not None:
        targets += [Target("place", name) for name in np.unique(scans.stop_id).tolist() if name]
    return {_words(target): target for target in targets}


def _words(target: Target) -> str:
    return WORDS.get(target.what, f"{target.what.capitalize()} {target.name}")


def marks_here(key: str) -> PlanMarks:
    """The marks of a form."""
    return st.session_state.get(f"plan-marks-{key}", PlanMarks())


def mark_by_click(
    image: NDArray[np.uint8],
    targets: dict[str, Target],
    plan: FloorPlan,
    key: str,
    *,
    name: str,
) -> None:
    """The picture: a click puts what is chosen, and the next that has no mark is chosen."""

    def put(left: float, top: float) -> None:
        chosen = st.session_state.get(f"plan-target-{key}", next(iter(targets)))
        _put(targets[chosen], (round(left, 1), round(top, 1)), key)
        later = [*targets][[*targets].index(chosen) + 1 :]
        marks = marks_here(key)
        following = next((each for each in later if marks.of(targets[each]) is None), chosen)
        st.session_state[f"plan-target-{key}"] = following

    height, width = image.shape[:2]
    alt = f"Floor plan {name}, {width} × {height} pixels. Positions can be typed below."
    click_plan(image, _drawn(targets, plan, key), put, alt=alt, key=f"plan-picture-{key}")


def _drawn(targets: dict[str, Target], plan: FloorPlan, key: str) -> list[dict[str, Any]]:
    """The marks for the picture: where they stand in pixels, and what they are called."""
    marks, drawn = marks_here(key), []
    shown = distinct_labels(
        [each.name or _words(each) for each in targets.values()], longest=LONGEST_LABEL
    )
    short = {"first point": "1", "second point": "2", "origin": "(0, 0) m"}
    for target, label in zip(targets.values(), shown, strict=True):
        mark = marks.of(target)
        if mark is None:
            continue
        left, top = plan.to_pixel(np.array([mark.at]))[0] if mark.in_metres else mark.at
        label = short.get(target.what, label)
        drawn.append({"left": float(left), "top": float(top), "kind": target.what, "label": label})
    return drawn


def mark_by_typing(targets: dict[str, Target], plan: FloorPlan | None, key: str) -> None:
    """What a click puts, where it stands in numbers, and the button that undoes the last mark."""
    chosen = st.selectbox(
        "What a click marks" if plan is not None else "What has a position",
        list(targets),
        key=f"plan-target-{key}",
        help="Points of the scale in pixels of the picture, beacons and places in metres.",
    )
    target = targets[chosen]
    keys = _number_keys(target, key)
    shown = _shown(target, plan, key)
    for name, value in zip(keys, shown, strict=True):
        if value is not None or name not in st.session_state:
            st.session_state[name] = value
    in_pixels = target.what in POINTS
    labels = ("Pixels from the left", "Pixels from the top") if in_pixels else ("x (m)", "y (m)")
    left, middle, right = st.columns([1, 1, 1], vertical_alignment="bottom")
    for column, label, name in zip((left, middle), labels, keys, strict=True):
        column.number_input(
            label,
            value=None,
            step=None,
            format="%.1f" if in_pixels else "%.2f",
            key=name,
            on_change=partial(_typed, target, key),
        )
    right.button(
        "Undo",
        icon=":material/undo:",
        width="stretch",
        disabled=not marks_here(key).made,
        on_click=partial(_undo, key),
        key=f"plan-undo-{key}",
        help="Takes the last mark back.",
    )


def _number_keys(target: Target, key: str) -> tuple[str, str]:
    # A name of the visitor's stands in no key: keys go into the page as they are.
    named = f"{target.what}-{fingerprint(target.name).hex()}-{key}"
    return f"plan-first-{named}", f"plan-second-{named}"


def _shown(
    target: Target, plan: FloorPlan | None, key: str
) -> tuple[float, float] | tuple[None, None]:
    """The numbers of a target: pixels of a point, metres of anything else; None without a mark."""
    mark = marks_here(key).of(target)
    if mark is None:
        return None, None
    if target.what in POINTS or mark.in_metres:
        return mark.at
    if plan is None:
        return None, None
    x, y = plan.to_metre(np.array([mark.at]))[0].round(2)
    return float(x), float(y)


def _typed(target: Target, key: str) -> None:
    values = [st.session_state.get(name) for name in _number_keys(target, key)]
    if None not in values:
        _put(target, (values[0], values[1]), key, in_metres=target.what not in POINTS)


def _put(target: Target, at: Any, key: str, *, in_metres: bool = False) -> None:
    st.session_state[f"plan-marks-{key}"] = marks_here(key).put(target, at, in_metres=in_metres)


def _undo(key: str) -> None:
    marks = marks_here(key)
    if not marks.made:
        return
    last = marks.made[-1].target
    for name in _number_keys(last, key):
        st.session_state[name] = None
    st.session_state[f"plan-marks-{key}"] = marks.undone()
    words = _words(last)
    st.session_state[f"plan-target-{key}"] = words
