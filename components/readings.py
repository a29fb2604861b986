"""How to read each picture, in three sentences that stand in one place: assets/readings."""

import re
from functools import cache

from components.project_folder import ROOT

FOLDER = ROOT / "assets" / "readings"
_HEADING = re.compile(r"^## (\w+)$", re.MULTILINE)


@cache
def readings() -> dict[str, str]:
    """The sentences by the key of the picture, or by what the keys of several begin with."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.md")):
        _, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
        pairs = zip(parts[::2], parts[1::2], strict=True)
        found |= {name: " ".join(text.split()) for name, text in pairs}
    return found


def reading_of(key: str) -> str | None:
    """How to read the picture with this key; None where nothing is written.

    >>> reading_of("plane_1") == reading_of("plane") is not None
    True
    """
    name = key
    while name and name not in readings():
        name = name.rpartition("_")[0]
    return readings().get(name)
