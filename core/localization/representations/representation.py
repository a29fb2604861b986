"""A representation: what of a fingerprint is compared, with its card and its ONNX twin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.depths import Depths
from core.errors import ParameterError
from core.onnx_nodes import Nodes

Levels = NDArray[np.float64]
Features = NDArray[np.float64]


class AddFeatures(Protocol):
    """Writes ``target`` (n, B), the features of the levels ``source`` (n, B) in dBm.

    ``{target}_heard`` (n, B) and the constant ``zero`` are there; names of its own begin with
    ``{target}_``, since scans and places go through the same nodes.
    """

    def __call__(self, nodes: Nodes, source: str, target: str, missing_dbm: float) -> None:
        """Append the nodes; ``missing_dbm`` stands for "not heard"."""


@dataclass(frozen=True)
class Representation:
    """One way to compare fingerprints.

    Attributes
    ----------
    name : what the locators call it; label : what pages call it
    description : one line in plain words; formula : f of the level r and the level m, in LaTeX
    meaning : what the formula says, with its source
    features : of rss_dbm (n, B), NaN for "not heard", and the level ``missing_dbm`` that stands
        for it; (n, B) ≥ 0 in which "not heard" is exactly 0
    twin : the same as graph nodes, None where ``no_twin`` says why there is none
    trusts_strong_beacons : whether a loud beacon says more than a faint one
    on_pages : whether pages offer it; the others are for studies
    """

    name: str
    label: str
    description: str
    formula: str
    features: Callable[[Levels, float], Features]
    twin: AddFeatures | None = None
    no_twin: str = ""
    trusts_strong_beacons: bool = True
    on_pages: bool = True
    meaning: str = ""

    @property
    def depths(self) -> Depths:
        """The line in plain words, and the formula with what it says."""
        return Depths(self.description, f"${self.formula}$. {self.meaning}")

    def exported(self) -> AddFeatures:
        """The ONNX twin; ParameterError says why there is none."""
        if self.twin is None:
            raise ParameterError(
                f"The representation {self.name!r} has no ONNX form: {self.no_twin}"
            )
        return self.twin
