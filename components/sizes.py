"""How many bytes a kept result holds: what would be free again if it were forgotten."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from enum import Enum
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
import pandas as pd
import shapely
from plotly.basedatatypes import BaseFigure
from shapely.geometry.base import BaseGeometry

LOOKED_AT = 100  # parts of a long collection; the others count as much as these on average
POINT_BYTES = 16  # of a shape
# What belongs to the program and stays in any case.
_OF_THE_PROGRAM = (
    *(type, Enum, ModuleType, FunctionType, BuiltinFunctionType, MethodType, type(None), bool),
)
_WHOLE = (str, bytes, bytearray, int, float, complex, np.generic)


def bytes_of(value: Any) -> int:
    """Bytes of a value and of everything that it is made of, each counted once.

    A view counts as the whole array behind it, which it keeps alive. What a native library holds
    for an object counts where the object says so by ``__sizeof__``.

    >>> table = np.zeros((1000, 100))
    >>> 800_000 < bytes_of({"a": table, "b": table[:2], "c": table.T}) < 801_000
    True
    """
    return _count(value, {})


def _count(value: Any, seen: dict[int, Any]) -> int:
    if isinstance(value, _OF_THE_PROGRAM) or id(value) in seen:
        return 0
    seen[id(value)] = value  # alive, so that no other gets its number
    if isinstance(value, np.ndarray):
        return _of_array(value, seen)
    if isinstance(value, _WHOLE):
        return sys.getsizeof(value)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage(index=True, deep=True).sum())
    if isinstance(value, pd.Series | pd.Index):
        return int(value.memory_usage(deep=True))
    if isinstance(value, BaseGeometry):
        return sys.getsizeof(value) + POINT_BYTES * int(shapely.count_coordinates(value))
    if isinstance(value, BaseFigure):
        return _count(value.to_dict(), seen)
    own = sys.getsizeof(value)
    if isinstance(value, Mapping):
        both = (part for item in value.items() for part in item)
        return own + _of_many(both, 2 * len(value), seen)
    if isinstance(value, list | tuple | Set):
        return own + _of_many(value, len(value), seen)
    state = type(value).__getstate__
    if state is not object.__getstate__ and not isinstance(state, FunctionType):
        own += _count(value.__getstate__(), seen)  # of a compiled class, such as a tree
    return own + sum(_count(part, seen) for part in _attributes(value))


def _of_array(value: np.ndarray, seen: dict[int, Any]) -> int:
    whole = value
    while isinstance(whole.base, np.ndarray):
        whole = whole.base
    if whole is not value and id(whole) in seen:
        return 0
    seen[id(whole)] = whole
    objects = _of_many(whole.ravel().tolist(), whole.size, seen) if whole.dtype == object else 0
    borrowed = whole is not value or whole.base is not None  # else its own size says all
    return sys.getsizeof(value) + (whole.nbytes if borrowed else 0) + objects


def _of_many(parts: Iterable[Any], n: int, seen: dict[int, Any]) -> int:
    """Of a long collection some parts are looked at, evenly spread over it."""
    step = n // LOOKED_AT | 1 if n > 2 * LOOKED_AT else 1  # odd: keys and values take turns
    counted = [_count(part, seen) for part in islice(parts, 0, None, step)]
    return sum(counted) * n // max(len(counted), 1)


def _attributes(value: Any) -> Iterator[Any]:
    yield from getattr(value, "__dict__", {}).values()
    for kind in type(value).__mro__:
        names = getattr(kind, "__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name not in ("__dict__", "__weakref__"):
                yield getattr(value, name, None)
