"""The colours: one meaning, one colour, in light and dark, safe for colour-blind readers.

Categories: Okabe and Ito (2008), the same ten as in .streamlit/config.toml. Quantities: viridis.
"""

import streamlit as st

CATEGORIES_LIGHT = (
    *("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"),
    *("#56B4E9", "#882255", "#7F7F7F", "#44AA99", "#999933"),
)
CATEGORIES_DARK = (
    *("#56B4E9", "#E69F00", "#2BBF93", "#E39AC4", "#F0E442"),
    *("#6E9BE8", "#E07B39", "#A9B4BF", "#66CCBB", "#C8C86A"),
)
QUANTITY_SCALE = "Viridis"
# The regimes of a kernel density: condensed, heavy-tailed, Gaussian.
REGIMES_LIGHT = ("#D55E00", "#E69F00", "#009E73")
REGIMES_DARK = ("#E8743B", "#F2C14E", "#2BBF93")
# Text, receding text, receding lines, and the page.
PAGE_LIGHT = ("#0B1219", "#566370", "#84919E", "#FFFFFF")
PAGE_DARK = ("#E6EBF0", "#9AA7B3", "#667481", "#11161C")


def is_dark() -> bool:
    """Whether this viewer sees the dark theme."""
    return st.context.theme.type == "dark"


def categories() -> tuple[str, ...]:
    """The ten category colours of the theme on screen."""
    return CATEGORIES_DARK if is_dark() else CATEGORIES_LIGHT


def regimes() -> tuple[str, str, str]:
    """The colours of the three regimes of a density: condensed, heavy-tailed, Gaussian."""
    return REGIMES_DARK if is_dark() else REGIMES_LIGHT


def ink() -> str:
    """Colour of text, thin lines and outlines: that of the page's own text."""
    return _page()[0]


def muted_ink() -> str:
    """Colour of text that recedes: ticks, rooms, notes; at least 4.5 : 1 on every background."""
    return _page()[1]


def faint_ink() -> str:
    """Colour of walls and lines that should recede, at least 3 : 1 on the page; never of text."""
    return _page()[2]


def paper() -> str:
    """The page's background."""
    return _page()[3]


def halo() -> str:
    """A rim of the page's colour, which keeps text legible over whatever it lies on."""
    return ", ".join(f"0 0 {blur}px {paper()}" for blur in (1, 2, 2, 3))


def light_of() -> dict[str, str]:
    """Every colour of the dark theme, in hex and as "red,green,blue", and its light counterpart."""
    dark = (*CATEGORIES_DARK, *REGIMES_DARK, *PAGE_DARK)
    light = (*CATEGORIES_LIGHT, *REGIMES_LIGHT, *PAGE_LIGHT)
    pairs = dict(zip(dark, light, strict=True))
    return pairs | {_numbers(each): _numbers(other) for each, other in pairs.items()}


def with_alpha(colour: str, alpha: float) -> str:
    """A hex colour as rgba text.

    >>> with_alpha("#0072B2", 0.5)
    'rgba(0,114,178,0.5)'
    """
    return f"rgba({_numbers(colour)},{alpha:g})"


def _numbers(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


def _page() -> tuple[str, str, str, str]:
    return PAGE_DARK if is_dark() else PAGE_LIGHT
