"""The small badges: one table says what a colour means, on every page."""

from collections.abc import Iterable

from components.text import as_plain_text

# What a badge says → its colour. "caution" is for what limits the picture: samples, stopped runs.
BADGE_COLOURS = {
    "plain": "gray",
    "simulated": "violet",
    "measured": "green",
    "yours": "orange",
    "caution": "orange",
    "running": "green",
    "waiting": "orange",
    "lost": "red",
    "sure": "green",
    "unsure": "orange",
    "guess": "red",
}
Badge = str | tuple[str, str]  # a plain text, or a text and its meaning in the table


def badge(text: str, meaning: str = "plain") -> str:
    """The markdown of a badge; text from outside stays text.

    >>> badge("1,500 scans"), badge("simulated", "simulated")
    (':gray-badge[1,500 scans]', ':violet-badge[simulated]')
    """
    return f":{BADGE_COLOURS[meaning]}-badge[{as_plain_text(text)}]"


def badges_line(badges: Iterable[Badge]) -> str:
    """Several badges in a row."""
    pairs = ((each, "plain") if isinstance(each, str) else each for each in badges)
    return " ".join(badge(text, meaning) for text, meaning in pairs)
