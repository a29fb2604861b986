"""How parent and child talk: a length, a line of JSON, then the bytes of arrays. No pickle."""

import json
import struct
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

LARGEST_HEADER = 1_000_000
LARGEST_BODY = 400_000_000
LARGEST_PART = 1 << 24
_TYPES = {"float32", "float64", "float16", "int64", "int32", "bool", "uint8"}


def send(
    stream: IO[bytes], header: dict[str, Any], arrays: dict[str, NDArray] | None = None
) -> None:
    """Write one message."""
    parts, described = [], {}
    for name, array in (arrays or {}).items():
        fixed = np.ascontiguousarray(array)
        described[name] = [fixed.dtype.name, list(np.shape(array)), fixed.nbytes]
        parts.append(fixed.reshape(-1).view(np.uint8))
    text = json.dumps({**header, "arrays": described}).encode()
    stream.write(struct.pack("<II", len(text), sum(part.nbytes for part in parts)) + text)
    for part in parts:  # one by one: a model is large, and neither side should hold it twice
        stream.write(part.data)
    stream.flush()


def receive(
    stream: IO[bytes], *, largest_body: int = LARGEST_BODY
) -> tuple[dict[str, Any], dict[str, NDArray]]:
    """Read one message; EOFError when the other side has gone, ValueError when it is nonsense."""
    n_text, n_body = struct.unpack("<II", _exactly(stream, 8))
    if n_text > LARGEST_HEADER or n_body > largest_body:
        raise ValueError("message too large")
    header = json.loads(_exactly(stream, n_text))
    body, arrays, start = memoryview(_exactly(stream, n_body)), {}, 0
    for name, (dtype, shape, size) in header.pop("arrays", {}).items():
        if dtype not in _TYPES:
            raise ValueError(f"array of type {dtype}")
        flat = np.frombuffer(body[start : start + size], dtype=dtype)
        arrays[name] = flat.reshape([int(n) for n in shape]).copy()
        start += size
    return header, arrays


def _exactly(stream: IO[bytes], size: int) -> bytearray:
    found, so_far = bytearray(size), 0
    with memoryview(found) as places:
        while so_far < size:
            n_read = stream.readinto(places[so_far : so_far + LARGEST_PART])  # type: ignore[attr-defined]
            if not n_read:
                raise EOFError
            so_far += n_read
    return found
