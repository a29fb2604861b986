"""A profile as ONNX text, and the word for what a kernel does not have."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Twin:
    """log k of ``squared``, written to ``profile``.

    Attributes
    ----------
    nodes : one per line; ``zero``, ``one`` and ``minus_infinity`` are there
    constants : further numbers that the nodes use, by name
    delicate : a root or an edge magnifies rounding near it, so that squared distances should be
        sums of squared differences where memory allows
    """

    nodes: str
    constants: Mapping[str, float] = field(default_factory=dict)
    delicate: bool = False


@dataclass(frozen=True)
class Without:
    """Why there is none: the second half of a sentence, after a colon."""

    reason: str
