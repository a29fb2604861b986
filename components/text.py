"""Text that came from outside is shown as text: no markdown, no HTML, no links, no icons.

It is escaped where it is drawn, never in the data: lists to choose from, downloads and links hold
it as it is.
"""

import html
import re
from collections.abc import Sequence

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|>~$:<&^/@-])")
_NUMBERED = re.compile(r"^(\d+)\.(?=\s|$)")
# Streamlit puts arrows, icons, emoji and links into a text after its escapes are gone. It looks for
# them in one piece of text at a time, so an empty span cuts what it would find in two.
_CUT = ":small[]"
_ARROW = re.compile(r"(?<!\S)(?:<->|->|<-|--|>=|<=|~=)(?!\S)")
_FOUND = re.compile(
    r"(?<=:)(?=[\w+-]+:)"  # :smile:, :material_bolt:, :streamlit:
    r"|(?<=\bwww)(?=\.)|(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=[\w.+-])(?=@)",
    re.IGNORECASE,
)


def one_line(text: str, *, longest: int = 2000) -> str:
    """The text on one line, without invisible characters, shortened; nothing is escaped.

    >>> one_line("wifi_2026-11.csv"), one_line("a" * 400, longest=5)
    ('wifi_2026-11.csv', 'aaaa…')
    """
    visible = _INVISIBLE.sub(" ", text).strip()
    return visible if len(visible) <= longest else visible[: longest - 1] + "…"


def as_plain_text(text: str, *, longest: int = 2000) -> str:
    r"""The markdown that shows this text as it is, on one line, shortened.

    >>> as_plain_text("[x](javascript:alert)")
    '\\[x\\]\\(javascript\\:alert\\)'
    >>> as_plain_text("www.a.b, 1 -> 2")
    'www:small[].a.b, 1 \\-:small[]\\> 2'
    """
    visible = one_line(text, longest=longest)
    cut = _FOUND.sub("\0", _ARROW.sub(lambda arrow: "\0".join(arrow[0]), visible))
    escaped = _NUMBERED.sub(r"\1\.", _MARKDOWN.sub(r"\\\1", cut))
    return escaped.replace("\0", _CUT)


def as_plain_html(text: str, *, longest: int = 60) -> str:
    """Escape text for hover labels, which render a subset of HTML.

    >>> as_plain_html("<b>7</b>")
    '&lt;b&gt;7&lt;/b&gt;'
    """
    return html.escape(one_line(text, longest=longest))


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


def than_words(value: float, other: float, *, digits: int = 1, less_is_better: bool) -> str:
    """How a value compares with another one, as both are shown.

    >>> than_words(1.84, 2.31, less_is_better=True), than_words(1.84, 1.76, less_is_better=True)
    ('better than', 'as good as')
    """
    shown, beside = round(value, digits), round(other, digits)
    if shown == beside:
        return "as good as"
    return "better than" if (shown < beside) == less_is_better else "worse than"


def counted(number: int, noun: str) -> str:
    """A number with its noun, which gets an s unless there is one.

    >>> counted(1, "test scan"), counted(1500, "test scan")
    ('1 test scan', '1,500 test scans')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
