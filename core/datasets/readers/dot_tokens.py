"""The words of a DOT file: names, quoted and HTML-like text, and signs."""

import re
from collections.abc import Iterator

from core.errors import UploadError

_SKIPPED = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/|(?:(?<=\n)|\A)#[^\n]*)+", re.S)
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*)"'
    r"|(?P<sign>->|--|[{}\[\]=;,:+])"
    r"|(?P<number>-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?))(?![A-Za-z_\u0080-\uffff])"
    r"|(?P<word>[A-Za-z_0-9\u0080-\U0010ffff]+)",
    re.S,
)
_HTML = re.compile(r"[<>]")


def dot_tokens(text: str, name: str) -> Iterator[tuple[str, bool, int]]:
    """(text, whether it is a name rather than a sign, where it stands), one after the other.

    >>> [word for word, _, _ in dot_tokens('a -> "b c" /* no */ [w=.5]', "'g'")]
    ['a', '->', 'b c', '[', 'w', '=', '.5', ']']

    Raises UploadError where the text is none of these, with the number of the line.
    """
    place, joins = 0, False
    waiting: tuple[str, int] | None = None  # a quoted text, which another may be joined to by +
    while place < len(text):
        skipped = _SKIPPED.match(text, place)
        if skipped:
            place = skipped.end()
            continue
        if text[place] == "<":
            end = _end_of_html(text, place, name)
            yield text[place:end], True, place
            place = end
            continue
        found = _TOKEN.match(text, place)
        if found is None:
            number = text.count("\n", 0, place) + 1
            what = (
                "a quotation mark that is never closed"
                if text[place] == '"'
                else (f"{text[place]!r}, which DOT does not know there")
            )
            raise UploadError(f"{name}: line {number:,} holds {what}; correct it.")
        quoted = found["quoted"]
        if waiting is not None and found["sign"] == "+":
            joins = True
        elif waiting is not None and joins and quoted is not None:
            waiting, joins = (waiting[0] + _unescaped(quoted), waiting[1]), False
        else:
            if waiting is not None:
                yield waiting[0], True, waiting[1]
                waiting = None
            if quoted is not None:
                waiting = (_unescaped(quoted), place)
            else:
                yield found[0], found["sign"] is None, place
        place = found.end()
    if waiting is not None:
        yield waiting[0], True, waiting[1]


def _unescaped(quoted: str) -> str:
    r"""A quoted text without the marks by which it holds quotation marks and line ends."""
    return quoted.replace("\\\n", "").replace('\\"', '"')


def _end_of_html(text: str, start: int, name: str) -> int:
    depth = 0
    for bracket in _HTML.finditer(text, start):
        depth += 1 if bracket[0] == "<" else -1
        if depth == 0:
            return bracket.end()
    number = text.count("\n", 0, start) + 1
    raise UploadError(f"{name}: line {number:,} holds a < that is never closed; correct it.")
