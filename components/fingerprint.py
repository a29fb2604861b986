"""The content of a value in 16 bytes, by which what was made of it is found again."""

import hashlib
import struct
import weakref
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from types import CodeType, FunctionType
from typing import Any

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry


def fingerprint(value: Any) -> bytes:
    """16 bytes that name the content of a value: equal contents, and only they, have equal ones.

    Takes numbers, text, arrays, tables, collections, functions, dataclasses and objects made of
    them. A frozen dataclass is read once and known again by its identity, as long as it lives.
    Raises TypeError for what cannot be read, and for what contains itself.

    >>> fingerprint([1, 2]) == fingerprint([1, 2]), fingerprint([1, 2]) == fingerprint([12])
    (True, False)
    >>> fingerprint(np.zeros(2)) == fingerprint(np.zeros((2, 1)))
    False
    """
    hasher = hashlib.blake2b(digest_size=16)
    _feed(hasher.update, value, ())
    return hasher.digest()


def _feed(update: Callable[[Any], None], value: Any, above: tuple[int, ...]) -> None:
    """Hand over type, length and content, so that no two values read alike."""
    known = _read.get(id(value))
    if known is not None and known[0]() is value:
        _put(update, type(value).__qualname__, known[1])
    elif isinstance(value, np.ndarray) and value.dtype != object:
        _put(update, f"{value.dtype.str}{value.shape}", _bytes_of(value))
    elif isinstance(value, float):
        _put(update, "float", struct.pack("<d", value))
    elif isinstance(value, _BYTES):
        _put(update, "bytes", bytes(value))
    elif isinstance(value, str):
        _put(update, "str", value.encode("utf-8", "surrogatepass"))
    elif value is None or isinstance(value, _SAID_BY_REPR):
        _put(update, type(value).__name__, repr(value).encode())
    elif isinstance(value, BaseGeometry):
        _put(update, "geometry", value.wkb)
    elif id(value) in above:
        raise TypeError(f"A {type(value).__name__} contains itself.")
    elif _is_frozen(value):
        _put(update, type(value).__qualname__, _digest_of(value, above))
    else:
        parts = list(_parts(value))
        _put(update, f"{type(value).__qualname__} of {len(parts)}", b"")
        above = (*above, id(value))
        for part in parts:
            _feed(update, part, above)


def _parts(value: Any) -> Iterable[Any]:
    """What a value is made of, in an order that only its content decides."""
    if isinstance(value, np.ndarray):
        return (value.shape, *value.ravel().tolist())
    if isinstance(value, pd.DataFrame):
        return (*value.columns, value.index, *(value[name] for name in value.columns))
    if isinstance(value, pd.Series | pd.Index):
        return (value.to_numpy(),)
    if isinstance(value, Mapping):
        return (part for item in value.items() for part in item)
    if isinstance(value, Set):
        return sorted(fingerprint(part) for part in value)
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, CodeType):  # constants hold the code of functions within
        return (value.co_name, value.co_code, value.co_names, value.co_consts)
    if isinstance(value, FunctionType):
        closed_over = [cell.cell_contents for cell in value.__closure__ or ()]
        return (value.__module__, value.__code__, value.__defaults__, closed_over)
    if is_dataclass(value):
        return (getattr(value, field.name) for field in fields(value))
    if hasattr(value, "__dict__"):
        return (part for item in vars(value).items() for part in item)
    raise TypeError(f"A {type(value).__name__} cannot be told apart from another by its content.")


def _is_frozen(value: Any) -> bool:
    return is_dataclass(value) and value.__dataclass_params__.frozen  # type: ignore[union-attr]


def _digest_of(value: Any, above: tuple[int, ...]) -> bytes:
    """What a frozen dataclass holds, read once in its life."""
    hasher, name = hashlib.blake2b(digest_size=16), id(value)
    for part in _parts(value):
        _feed(hasher.update, part, (*above, name))
    _read[name] = (weakref.ref(value, lambda _: _read.pop(name, None)), hasher.digest())
    return hasher.digest()


_read: dict[int, tuple[weakref.ref, bytes]] = {}
# Made once: thousands of values are asked for their type at every run of a page.
_BYTES = (bytes, bytearray)
_SAID_BY_REPR = (int, complex, np.generic, type, Enum)


def _bytes_of(array: np.ndarray) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _put(update: Callable[[Any], None], kind: str, content: bytes | memoryview) -> None:
    update(f"{kind}:{len(content)}:".encode())
    update(content)
