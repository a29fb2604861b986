"""One moment of the live loop as plain data for the moving map."""

from typing import Any

import numpy as np

from components import palette
from components.text import distinct_labels
from core.inference.live import LiveState, PhoneState

RINGS = ((0.5, False), (0.9, True))
VOTERS = 60
PHONE_CHARACTERS = 17  # a MAC address
MODEL_COLOURS = (1, 0)  # the same places in the palette as everywhere: estimate, then the other


def model_colours() -> list[str]:
    """The colour of the first and the second model."""
    return [palette.categories()[place] for place in MODEL_COLOURS]


def frame_data(
    key: str, state: LiveState, selected: PhoneState | None, grid_m: np.ndarray, labels: list[str]
) -> dict[str, Any]:
    """Dots of every phone and model, trails, rings and the heat of the phone in view."""
    colours = model_colours()
    names = [phone.phone for phone in state.phones]
    shown = dict(zip(names, distinct_labels(names, longest=PHONE_CHARACTERS), strict=True))
    dots, trails = [], []
    for phone in state.phones:
        in_view = selected is not None and phone.phone == selected.phone
        for number, fix in enumerate(phone.fixes):
            colour = colours[number % len(colours)]
            if np.isfinite(fix.position_m).all():
                dots.append(
                    {
                        "id": f"{phone.phone}/{number}",
                        "x": float(fix.position_m[0]),
                        "y": float(fix.position_m[1]),
                        "colour": colour,
                        "selected": in_view,
                        "label": _label(shown[phone.phone], number, state, labels),
                        "label_below": 18 if number else -10,
                        "truth": _truth(phone) if in_view else None,
                        "rings": _rings(fix.covariance_m2) if in_view else [],
                    }
                )
            if in_view and len(phone.trails_m[number]) > 1:
                points = phone.trails_m[number].round(2).tolist()
                trails.append({"points": points, "colour": colour})
    return {
        "key": key,
        "number": state.n_ticks,
        "dots": dots,
        "trails": trails,
        "heat": _heat(selected, grid_m),
        "alt": f"Floor map, {state.state}: {len(state.phones)} phones in view.",
    }


def _label(phone: str, number: int, state: LiveState, labels: list[str]) -> str:
    parts = [phone] if len(state.phones) > 1 else []
    if len(labels) > 1:
        parts.append(labels[number])
    return " · ".join(parts)


def _truth(phone: PhoneState) -> list[float] | None:
    return None if phone.truth_m is None else [float(v) for v in phone.truth_m]


def _heat(phone: PhoneState | None, grid_m: np.ndarray) -> list[list[float]]:
    """Voters as (x, y, share of the heaviest)."""
    if phone is None or not phone.fixes or not len(phone.fixes[0].voter_weight):
        return []
    fix = phone.fixes[0]
    order = np.argsort(fix.voter_weight)[::-1][:VOTERS]
    share = fix.voter_weight[order] / fix.voter_weight[order[0]]
    shown = share > 0.01
    places = grid_m[fix.voter_index[order[shown]]]
    return np.column_stack([places, share[shown]]).round(3).tolist()


def _rings(covariance_m2: np.ndarray) -> list[dict[str, Any]]:
    """Ellipses that would hold 50% and 90% of a normal posterior, angle from the x axis."""
    if not np.isfinite(covariance_m2).all():
        return []
    values, vectors = np.linalg.eigh(covariance_m2)
    short, long = np.sqrt(np.clip(values, 0, None))
    angle = float(np.arctan2(vectors[1, 1], vectors[0, 1]))
    rings = []
    for content, dash in RINGS:
        width = float(np.sqrt(-2 * np.log1p(-content)))
        rings.append(
            {
                "long_m": float(long) * width,
                "short_m": float(short) * width,
                "angle": angle,
                "dash": dash,
            }
        )
    return rings
