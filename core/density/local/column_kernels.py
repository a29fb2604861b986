"""Kernels of one column: numbers, numbers that end at a bound, categories, angles."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from core.errors import ParameterError

Array = NDArray[np.float64]
LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)
REACH = 9.0  # bandwidths beyond which an image of a point is left out: e^−40


@dataclass(frozen=True)
class ColumnKernel(ABC):
    """The factor of one column, a density over x for every point y and bandwidth h.

    Attributes
    ----------
    name : as in ``kinds``; needs : which bounds must be finite, in words; "" for none
    low, high : bounds of the column, −∞ and ∞ where there are none
    values : (n,) the column's distinct points
    """

    name: ClassVar[str]
    needs: ClassVar[str] = ""

    low: float
    high: float
    values: Array

    @abstractmethod
    def log_kernel(self, x: Array, h: float) -> Array:
        """(q, n) log of the density at x (q,) of the kernels around the points."""

    @abstractmethod
    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """(q,) one draw from the kernel of each of these points."""

    @abstractmethod
    def first_bandwidth(self, share: float) -> float:
        """A bandwidth to begin with: ``share`` of the column's spread."""

    def largest_bandwidth(self) -> float:
        """Above it, the kernel does not change any more."""
        return 1e3 * self.first_bandwidth(1.0)


class Number(ColumnKernel):
    """A normal density of standard deviation h."""

    name = "number"

    def log_kernel(self, x: Array, h: float) -> Array:
        """−½ ((x − y)/h)² − log h√2π."""
        return _normal(x[:, None] - self.values, h)

    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """y + h z."""
        return np.asarray(self.values[chosen] + h * random.standard_normal(len(chosen)))

    def first_bandwidth(self, share: float) -> float:
        """Of the standard deviation."""
        return share * max(float(self.values.std()), 1e-300)


class Reflected(Number):
    """A normal density whose mass beyond a bound is folded back."""

    name = "reflected"
    needs = "one or both"

    def log_kernel(self, x: Array, h: float) -> Array:
        """The log of the sum over the images of y; −∞ beyond a bound."""
        found = _normal(x[:, None] - self.values, h)
        for image in self._images(h):
            found = np.logaddexp(found, _normal(x[:, None] - image, h))
        found[(x < self.low) | (x > self.high)] = -np.inf
        return found

    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """y + h z, folded between the bounds."""
        x = super().draw(chosen, h, random)
        if np.isfinite(self.low) and np.isfinite(self.high):
            width = self.high - self.low
            around = np.mod(x - self.low, 2 * width)
            return np.asarray(self.low + np.minimum(around, 2 * width - around))
        if np.isfinite(self.low):
            return np.asarray(self.low + np.abs(x - self.low))
        return np.asarray(self.high - np.abs(self.high - x))

    def largest_bandwidth(self) -> float:
        """Between two bounds nothing changes beyond their distance."""
        width = self.high - self.low
        return width if np.isfinite(width) else super().largest_bandwidth()

    def _images(self, h: float) -> list[Array]:
        y = self.values
        if not np.isfinite(self.high):
            return [2 * self.low - y]
        if not np.isfinite(self.low):
            return [2 * self.high - y]
        width = self.high - self.low
        turns = int(np.ceil(REACH * h / (2 * width))) + 1
        images = []
        for turn in range(-turns, turns + 1):
            images.append(2 * self.low - y + 2 * turn * width)
            if turn:
                images.append(y + 2 * turn * width)
        return images


class Logarithmic(ColumnKernel):
    """A normal density of log(x − low): it ends at the bound, and h is a ratio."""

    name = "log"
    needs = "the lower"

    def log_kernel(self, x: Array, h: float) -> Array:
        """That of the logarithms, over x − low; −∞ at the bound and below."""
        inside = x > self.low
        t = np.log(np.where(inside, x - self.low, 1.0))
        found = _normal(t[:, None] - np.log(self.values - self.low), h) - t[:, None]
        found[~inside] = -np.inf
        return found

    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """low + (y − low) e^(h z)."""
        grown = np.exp(h * random.standard_normal(len(chosen)))
        return np.asarray(self.low + (self.values[chosen] - self.low) * grown)

    def first_bandwidth(self, share: float) -> float:
        """Of the standard deviation of the logarithms."""
        return share * max(float(np.log(self.values - self.low).std()), 1e-300)


class Category(ColumnKernel):
    """1 − h for the point's own value, h/(c − 1) for each other one (Aitchison and Aitken)."""

    name = "category"

    def log_kernel(self, x: Array, h: float) -> Array:
        """−∞ for a value that no point has."""
        seen = np.unique(self.values)
        others = np.log(h / max(len(seen) - 1, 1)) if h > 0 else -np.inf
        own = np.log1p(-h) if len(seen) > 1 else 0.0
        found = np.where(x[:, None] == self.values, own, others)
        found[~np.isin(x, seen)] = -np.inf
        return found

    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """The point's value, or with chance h another one."""
        seen, place = np.unique(self.values, return_inverse=True)
        if len(seen) < 2:
            return self.values[chosen]
        moved = random.uniform(size=len(chosen)) < h
        step = random.randint(1, len(seen), size=len(chosen))
        return np.asarray(seen[(place[chosen] + np.where(moved, step, 0)) % len(seen)])

    def first_bandwidth(self, share: float) -> float:
        """Of (c − 1)/c, at which all values are alike."""
        return share * self.largest_bandwidth()

    def largest_bandwidth(self) -> float:
        """(c − 1)/c."""
        c = len(np.unique(self.values))
        return max(c - 1, 0.5) / c


class Periodic(ColumnKernel):
    """A normal density wound around the period from low to high."""

    name = "periodic"
    needs = "both"

    def log_kernel(self, x: Array, h: float) -> Array:
        """The log of the sum over the turns."""
        period = self.high - self.low
        apart = np.mod(x[:, None] - self.values + period / 2, period) - period / 2
        turns = int(np.ceil(REACH * h / period))
        found = _normal(apart, h)
        for turn in range(1, turns + 1):
            for sign in (-1, 1):
                found = np.logaddexp(found, _normal(apart + sign * turn * period, h))
        return found

    def draw(self, chosen: NDArray[np.intp], h: float, random: RandomState) -> Array:
        """y + h z, wound back into the period."""
        x = self.values[chosen] + h * random.standard_normal(len(chosen))
        return np.asarray(self.low + np.mod(x - self.low, self.high - self.low))

    def first_bandwidth(self, share: float) -> float:
        """Of the standard deviation of an even spread over the period."""
        return share * (self.high - self.low) / np.sqrt(12)

    def largest_bandwidth(self) -> float:
        """The period."""
        return self.high - self.low


COLUMN_KERNELS: dict[str, type[ColumnKernel]] = {
    row.name: row for row in (Number, Reflected, Logarithmic, Category, Periodic)
}


def column_kernel(kind: str, low: float, high: float, values: Array, column: int) -> ColumnKernel:
    """The kernel of a column; ParameterError where its bounds or values do not fit."""
    if kind not in COLUMN_KERNELS:
        raise ParameterError(
            f"kinds of column {column + 1} is {kind!r}; choose one of: {', '.join(COLUMN_KERNELS)}."
        )
    row = COLUMN_KERNELS[kind]
    there = {"the lower": np.isfinite(low), "both": np.isfinite(low) and np.isfinite(high)}
    if row.needs and not there.get(row.needs, np.isfinite(low) or np.isfinite(high)):
        raise ParameterError(
            f"Column {column + 1} is {kind!r}, for which {row.needs} of its bounds must be known; "
            f"they are {low} and {high}."
        )
    low, high = (low, high) if row.needs else (-np.inf, np.inf)
    outside = (values < low) | (values > high)
    if kind == Logarithmic.name:
        outside |= values == low
    if low >= high or (outside.any() and kind != Periodic.name):
        wrong = f"the value {values[outside][0]}" if low < high else f"an upper bound of {high}"
        raise ParameterError(
            f"Column {column + 1} has bounds {low} and {high}, but {wrong}; give bounds that all "
            "values keep."
        )
    return row(float(low), float(high), values)


def _normal(apart: Array, h: float) -> Array:
    return np.asarray(-0.5 * (apart / h) ** 2 - np.log(h) - LOG_ROOT_2PI)
