"""What a visitor's own model may answer with, and what is said of its answers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.errors import ParameterError

Answers = NDArray[np.float64]


@dataclass(frozen=True)
class Role:
    """``shape`` of the answer to one scan; ``suits`` says of the shape of an output whether it is
    likely meant; ``show_tried`` tells of the answers to test scans at known positions; what cannot
    be followed on the map has in ``cannot_follow`` what it gives instead.
    """

    name: str
    shape: tuple[int, ...]
    suits: Callable[[tuple], bool]
    show_tried: Callable[[Answers, Answers], None]
    cannot_follow: str = ""


def _is_position(shape: tuple) -> bool:
    return len(shape) == 2 and shape[-1] == 2


def _show_errors(position_m: Answers, true_m: Answers) -> None:
    error_m = np.linalg.norm(position_m - true_m, axis=1)
    located = np.isfinite(error_m)
    if located.any():
        st.markdown(
            f"On {len(error_m):,} test scans it finds the phone to "
            f"**{np.median(error_m[located]):.2f} m** (median)."
        )
    if not located.all():
        st.warning(
            f"For {int((~located).sum()):,} of {len(located):,} scans the model returned no "
            "valid position; those are never drawn. Perhaps it expects a number where a beacon "
            "is not heard: choose another one above.",
            icon=":material/warning:",
        )


def _show_scores(score: Answers, true_m: Answers) -> None:
    usable = score[np.isfinite(score)]
    low, middle, high = np.quantile(usable, [0.1, 0.5, 0.9]) if len(usable) else [np.nan] * 3
    st.markdown(
        f"On {len(score):,} test scans the median score is **{middle:.3g}**; 80% lie "
        f"between {low:.3g} and {high:.3g}."
    )


POSITION = Role("position", (2,), _is_position, _show_errors)
SCORE = Role("score", (), lambda shape: not _is_position(shape), _show_scores, "scores")
ROLES: tuple[Role, ...] = (POSITION, SCORE)


def role_named(name: str) -> Role:
    """The role; ParameterError lists the names when there is none."""
    for role in ROLES:
        if role.name == name:
            return role
    names = ", ".join(role.name for role in ROLES)
    raise ParameterError(f"A model's answer is {name!r}; choose one of: {names}.")
