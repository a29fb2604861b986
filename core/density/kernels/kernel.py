"""What every kernel can be asked for."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.density.kernels.exponent import KernelExponent
from core.density.kernels.twin import Twin, Without
from core.depths import NO_DEPTHS, Depths

Array = NDArray[np.float64]
Factor = Callable[[Array, float], Array]
# How a pass in mixed precision sums the kernel: exponents straight from a float32 product;
# float64 where float32 does not rule a point out; float64 distances with a float32 profile.
FastSum = Literal["product", "reach", "distances"]


@dataclass(frozen=True)
class Kernel(ABC):
    """A radial kernel in ``d`` dimensions; ``nu`` is used by those with degrees of freedom only.

    Attributes
    ----------
    name : as in KERNELS; label : on pages
    formula : k of r = |z| in TeX; a compact kernel's is meant for r < 1
    depths : a sentence in plain words, and a paragraph with mathematics
    fast_sum : which pass in mixed precision sums it
    exponent : what is left of it in the limit of many dimensions, or the reason for nothing
    is_compact : whether it is 0 from |z| = 1 on
    noise_is_told : whether ``sampling_noise`` is of this kernel
    along_axis : the factor K₁(difference/h)/h of a kernel that is a product over axes, or None
    """

    name: ClassVar[str]
    label: ClassVar[str]
    formula: ClassVar[str]
    depths: ClassVar[Depths] = NO_DEPTHS
    fast_sum: ClassVar[FastSum]
    exponent: ClassVar[type[KernelExponent] | Without]
    is_compact: ClassVar[bool] = False
    noise_is_told: ClassVar[bool] = False
    along_axis: ClassVar[Factor | None] = None

    d: int
    nu: float

    def __post_init__(self) -> None:  # noqa: B027 - most have no condition
        """Raise ParameterError for degrees of freedom that the kernel cannot have."""

    @property
    @abstractmethod
    def log_normalisation(self) -> float:
        """log N(d) of the integral of the profile over ℝᵈ."""

    @abstractmethod
    def log_profile(self, squared: NDArray) -> NDArray:
        """log k of |z|² (any shape, float32 or float64), exactly −∞ beyond the reach.

        Overwrites ``squared`` and returns it.
        """

    @abstractmethod
    def draw(self, n: int, random: RandomState) -> Array:
        """(n, d) independent draws z from the density K(z)."""

    @abstractmethod
    def twin(self) -> Twin | Without:
        """The profile as ONNX text, or the reason why there is none."""
