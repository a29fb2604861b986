"""Strict JSON out of text: no NaN, no key twice, no bottomless nesting."""

import json
import re
from typing import Any, NoReturn

from core.errors import UploadError
from core.limits import LIMITS, check_limit

# How Cytoscape writes a graph: nodes and edges under "elements", or in one list of elements.
_ELEMENTS = re.compile(
    rb'"elements"\s*:\s*(\{\s*"(nodes|edges)"\s*:|\[\s*\{\s*"(data|group)"\s*:\s*["{])'
)
_ELEMENT_LIST = re.compile(
    rb'\[\s*\{\s*("group"\s*:\s*"(nodes|edges)"|"data"\s*:\s*\{\s*"(id|source|target)")'
)
_SPLIT = re.compile(rb'\{\s*"(columns|index|data)"\s*:\s*\[')


def parse_json(text: str, name: str) -> Any:
    """What the text says; UploadError where it is no JSON, LimitError where it nests too deep."""

    def refuse(word: str) -> NoReturn:
        raise UploadError(f"{name} holds the number {word}, which JSON does not have; replace it.")

    def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise UploadError(f"{name} gives the key {twice[:40]!r} twice in one object.")
        return found

    try:
        return json.loads(
            text.removeprefix("\ufeff"), parse_constant=refuse, object_pairs_hook=without_repetition
        )
    except RecursionError:
        deepest = max(_depth(text), LIMITS["graph_nesting"].maximum + 1)
        check_limit("graph_nesting", deepest, what=f"The file {name}")
        raise
    except ValueError as error:
        raise UploadError(f"{name} is not valid JSON ({error}); save it again.") from None


def json_form(data: bytes, content: str) -> str:
    """What kind of JSON a file may be: "cytoscape", "graph", "table", or "" for none.

    >>> json_form(b'{"nodes": [], "links": []}', "text"), json_form(b'[{"x": 1}]', "text")
    ('graph', 'table')
    """
    if content != "text":
        return ""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_list = head[:1] == b"[" and head[1:].lstrip()[:1] in (b"", b"{", b"[", b"]")
    if not head.startswith(b"{") and not is_list:
        return ""
    if _ELEMENT_LIST.match(head) or (not is_list and _ELEMENTS.search(data)):
        return "cytoscape"
    if is_list or is_json_lines(data):
        return "table"
    return "graph" if b'"nodes"' in data and not _SPLIT.match(head) else "table"


def is_json_lines(data: bytes) -> bool:
    """Whether the first line is an object of its own and another follows."""
    first, _, rest = data.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    return deepest
