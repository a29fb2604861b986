"""A reader of BibTeX that knows nothing of ours: braces are counted, as BibTeX does."""

import re

_HEAD = re.compile(r"@(\w+)\s*\{\s*([^\s,{}]+)\s*,")
_NAME = re.compile(r"\s*(\w+)\s*=\s*\{")


def parse(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Key → (kind, fields); AssertionError where BibTeX would stop."""
    found, at = {}, 0
    while text[at:].strip():
        head = _HEAD.match(text, at + len(text[at:]) - len(text[at:].lstrip()))
        assert head, f"no entry at {text[at : at + 40]!r}"
        kind, key = head.groups()
        at, fields = head.end(), {}
        while name := _NAME.match(text, at):
            at = _end_of_braces(text, name.end())
            assert name[1] not in fields, f"{key} has {name[1]} twice"
            fields[name[1].lower()] = text[name.end() : at - 1]
            at += len(text[at:]) - len(text[at:].lstrip())
            at += text[at : at + 1] == ","
        end = re.compile(r"\s*\}").match(text, at)
        assert end, f"{key} does not end at {text[at : at + 40]!r}"
        assert key not in found, f"{key} stands twice"
        found[key], at = (kind.lower(), fields), end.end()
    return found


def _end_of_braces(text: str, at: int) -> int:
    depth = 1
    while depth:
        assert at < len(text), "a brace is never closed"
        escaped = text[at - 1] == "\\"
        depth += (text[at] == "{" and not escaped) - (text[at] == "}" and not escaped)
        at += 1
    return at
