"""The plan's picture, which tells where it was clicked and shows what was marked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from components.localization.floor.image import LONGEST_SIDE_PX, png_url
from components.memory import once

_CSS = """
.frame { position: relative; box-sizing: border-box; line-height: 0;
  border: 1px solid var(--st-border-color); border-radius: 0.5rem; overflow: hidden; }
img { display: block; width: 100%; cursor: crosshair;
  background: white; user-select: none; }
.mark { position: absolute; width: 0; height: 0; pointer-events: none; }
.mark::before { content: ""; position: absolute; left: -6px; top: -6px; width: 8px; height: 8px;
  border-radius: 50%; border: 2px solid white; background: #0072b2;
  box-shadow: 0 0 0 1px #00000080; }
.mark.origin::before { border-radius: 0; background: #000000; }
.mark.beacon::before { border-radius: 0; transform: rotate(45deg); background: #d55e00; }
.mark.place::before { background: #007a5a; }
.mark b { position: absolute; left: 8px; top: -8px; line-height: 16px; white-space: nowrap;
  font: 600 12px var(--st-font); color: #111111; background: #ffffffd9; padding: 0 3px;
  border-radius: 3px; max-width: 12em; overflow: hidden; text-overflow: ellipsis; }
"""
_PLAN = st.components.v2.component(
    "click_plan",
    html='<div class="frame"><img draggable="false"></div>',
    css=_CSS,
    js=(Path(__file__).parent / "click_plan.js").read_text(encoding="utf-8"),
)


def click_plan(
    image: NDArray[np.uint8],
    marks: list[dict[str, Any]],
    on_click: Callable[[float, float], None],
    *,
    alt: str,
    key: str,
) -> None:
    """Draw a plan; ``on_click`` is given pixels from the left and from the top of the file.

    ``marks`` are dictionaries with left and top in pixels, kind and label.
    """
    height, width = image.shape[:2]

    def take() -> None:
        clicked = st.session_state[key].get("clicked")
        if clicked:
            on_click(float(clicked["left"]), float(clicked["top"]))

    _PLAN(
        data={
            "url": _small_picture(image),
            "width": width,
            "height": height,
            "alt": alt,
            "marks": marks,
            "number": len(marks),
        },
        key=key,
        on_clicked_change=take,
        height="content",
    )


@once
def _small_picture(image: NDArray[np.uint8]) -> str:
    picture = Image.fromarray(image)
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return png_url(picture)
