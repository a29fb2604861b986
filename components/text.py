"""Text that came from outside is shown as text: no markdown, no HTML, no links, no icons."""

import html
import re

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
