"""Text that came from outside is shown as text: no markdown, no HTML, no links, no icons."""

import html
import re
from collections.abc import Sequence

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|>~$:<&^-])")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def as_plain_text(text: str, *, longest: int = 2000) -> str:
    r"""Escape everything that markdown would interpret, drop invisible characters, shorten.

    >>> as_plain_text("[x](javascript:alert)")
    '\\[x\\]\\(javascript\\:alert\\)'
    """
    visible = _INVISIBLE.sub(" ", text)
    if len(visible) > longest:
        visible = visible[: longest - 1] + "…"
    return _MARKDOWN.sub(r"\\\1", visible)


def as_plain_html(text: str, *, longest: int = 60) -> str:
    """Escape text for hover labels, which render a subset of HTML.

    >>> as_plain_html("<b>7</b>")
    '&lt;b&gt;7&lt;/b&gt;'
    """
    visible = _INVISIBLE.sub(" ", text)
    if len(visible) > longest:
        visible = visible[: longest - 1] + "…"
    return html.escape(visible)


def distinct_labels(names: Sequence[str], *, longest: int) -> list[str]:
    """Names for a drawing, at most ``longest`` characters each, none taken for another.

    Where the beginnings do not tell the names apart, the ends are shown, else the part that does,
    else a number. ``names`` are all different, ``longest`` is 6 or more.

    >>> distinct_labels(["AA:BB:CC:00:00:04", "AA:BB:CC:00:00:05", "B1"], longest=9)
    ['…00:00:04', '…00:00:05', 'B1']
    """
    visible = [_INVISIBLE.sub(" ", name) for name in names]
    long = {name for name in visible if len(name) > longest}
    cuts = [("", slice(longest - 1), "…"), ("…", slice(1 - longest, None), "")]
    for start in range(1, max(map(len, long), default=0) - longest + 2):
        cuts.append(("…", slice(start, start + longest - 2), "…"))
    for before, part, after in cuts:
        labels = [before + name[part] + after if name in long else name for name in visible]
        if len(set(labels)) == len(labels):
            return labels
    numbers = [f"…{number}" for number in range(1, len(visible) + 1)]
    return [name[: longest - len(end)] + end for name, end in zip(visible, numbers, strict=True)]


def counted(number: int, noun: str) -> str:
    """A number with its noun, which gets an s unless there is one.

    >>> counted(1, "test scan"), counted(1500, "test scan")
    ('1 test scan', '1,500 test scans')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
