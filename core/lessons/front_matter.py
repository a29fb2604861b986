"""What stands above the text of a lesson, between two lines of dashes: YAML without surprises.

Every value is read as the text that stands there ("no" is no switch and 1.10 keeps its zero). What
small files unfold to large ones with, and what makes objects, is refused before anything is built.
"""

from typing import Any

import yaml

from core.errors import UploadError

FENCE = "---"
DEEPEST = 6  # a list of steps with a mapping of settings that hold lists has five


def split(text: str) -> tuple[dict[str, Any], str]:
    r"""The mapping above the text, and the text; raises UploadError.

    >>> split("---\ntitle: Waiting\n---\n## A step")
    ({'title': 'Waiting'}, '## A step')
    """
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2 or fences[0]:
        raise UploadError(
            "A lesson begins with a line “---”, then title, about, level, minutes and steps, then "
            "another line “---”; this file does not. Start from the template."
        )
    body = "\n".join(lines[fences[1] + 1 :])
    return _mapping("\n".join(lines[1 : fences[1]])), body


def _mapping(text: str) -> dict[str, Any]:
    try:
        _refuse_surprises(text)
        found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it builds text, lists, mappings
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark is not None else "the part between the dashes"
        raise UploadError(
            f"The lesson cannot be read at {where}: {getattr(error, 'problem', None) or error}. "
            "Write “name: value”, and indent what belongs to it by two spaces."
        ) from None
    if not isinstance(found, dict):
        raise UploadError("Between its two lines “---” a lesson has lines “name: value”.")
    return found


def _refuse_surprises(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UploadError("The lesson repeats parts by & and *; write them out.")
        if getattr(event, "tag", None):
            raise UploadError(f"The lesson has a tag ({event.tag[:60]}); leave it out.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UploadError(
                f"The lesson's lists lie more than {DEEPEST} deep in each other; a lesson needs "
                "five levels."
            )
