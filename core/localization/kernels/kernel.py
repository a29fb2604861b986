"""A kernel between fingerprints, with its card and its ONNX twin."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depths import Depths
from core.errors import ParameterError
from core.localization.kernels.twin import Twin

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Kernel:
    """One way in which similarity falls off between two fingerprints.

    Attributes
    ----------
    name : what the locators call it; label : what pages call it
    description : one line in plain words; formula : K of features q and l, in LaTeX
    meaning : what the formula says, with its source
    log_kernel : log K (n, M) of features q (n, B), l (M, B) and the survey's own spread s, in units
        of which kernels of a distance measure it; 0 where the two are equal
    twin : the same as graph nodes, None where ``no_twin`` says why there is none
    """

    name: str
    label: str
    description: str
    formula: str
    log_kernel: Callable[[Matrix, Matrix, float], Matrix]
    twin: Twin | None = None
    no_twin: str = ""
    meaning: str = ""

    @property
    def depths(self) -> Depths:
        """The line in plain words, and the formula with what it says."""
        return Depths(self.description, f"${self.formula}$. {self.meaning}")

    def exported(self) -> Twin:
        """The ONNX twin; ParameterError says why there is none."""
        if self.twin is None:
            raise ParameterError(f"The kernel {self.name!r} has no ONNX form: {self.no_twin}")
        return self.twin
