"""What a model expects and returns: names, types and shapes, checked before a run."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError

_TYPES: dict[str, type] = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
}


@dataclass(frozen=True)
class TensorSignature:
    """One input or output: ``shape`` holds numbers, names of dynamic sizes, or None."""

    name: str
    type: str
    shape: tuple[int | str | None, ...]

    @property
    def dynamic_rows(self) -> bool:
        """Whether the first size may be any number."""
        return bool(self.shape) and not isinstance(self.shape[0], int)

    @property
    def one_row(self) -> bool:
        """Whether it holds exactly one row, as models do that were exported from one example."""
        return len(self.shape) > 1 and self.shape[0] == 1

    def describe(self) -> str:
        """The type and shape in words: ``float32 (n, 26)``."""
        sizes = ", ".join("n" if size is None else str(size) for size in self.shape)
        return f"{self.type.removeprefix('tensor(').removesuffix(')')} ({sizes})"

    def accept(self, value: ArrayLike, *, row_by_row: bool = False) -> NDArray:
        """``value`` as an array of this type; ParameterError says expected and found.

        ``row_by_row``: any number of rows will do, since they are handed over one at a time.
        """
        wanted = _TYPES.get(self.type)
        if wanted is None:
            raise ParameterError(f"The input {self.name!r} is of type {self.type}, not a number.")
        try:
            array = np.asarray(value)
            if array.dtype != wanted:
                array = array.astype(wanted)
        except (TypeError, ValueError):
            raise ParameterError(
                f"The input {self.name!r} holds values that are not numbers."
            ) from None
        fits = array.ndim == len(self.shape)
        fixed = (None, *self.shape[1:]) if row_by_row else self.shape
        if not fits or any(
            isinstance(size, int) and size != n for size, n in zip(fixed, array.shape, strict=True)
        ):
            raise ParameterError(
                f"The input {self.name!r}: expected {self.describe()}, found shape {array.shape}."
            )
        return array

    def example(self, rows: int) -> NDArray | None:
        """Plausible values: levels between −95 and −45; None for an unknown type or size."""
        wanted = _TYPES.get(self.type)
        sizes = [rows if i == 0 else size for i, size in enumerate(self.shape)]
        if wanted is None or any(not isinstance(size, int) for size in sizes[1:]):
            return None
        if self.shape and isinstance(self.shape[0], int):
            sizes[0] = self.shape[0]
        values = np.random.default_rng(0).uniform(-95, -45, [int(size) for size in sizes])  # type: ignore[arg-type]
        return values.astype(wanted)


def read_signature(
    session: Any,
) -> tuple[tuple[TensorSignature, ...], tuple[TensorSignature, ...], tuple[TensorSignature, ...]]:
    """Required inputs, inputs with a default, and outputs of a session."""
    return (
        tuple(_read(one) for one in session.get_inputs()),
        tuple(_read(one) for one in session.get_overridable_initializers()),
        tuple(_read(one) for one in session.get_outputs()),
    )


def _read(argument: Any) -> TensorSignature:
    return TensorSignature(argument.name, argument.type, tuple(argument.shape))
