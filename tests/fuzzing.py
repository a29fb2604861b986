"""Files that nobody would write: valid ones of every format, changed at random, and random bytes.

    python -m tests.fuzzing 0 1000

reads the inputs of the seeds 0 to 999 within 500 MB of memory, 5 s of processor time each, and
says in lines of JSON what came of each: anything but a data set or an UploadError is a fault.
The input of a seed is always the same. Readers that the program runs in a process with limits
(``apart_from``) are called here as they are, since a process for each would take minutes: what they
raise and a lack of memory are counted, not reported, because that process answers them.
"""

import contextlib
import gzip
import io
import json
import os
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from core.confined import limit_memory
from core.datasets.readers import FORMATS, build_upload, guess_mapping
from core.datasets.readers.formats import recognise
from core.errors import KernelscopeError
from tests.bad_inputs import builders
from tests.format_samples import SAMPLES, files

MEMORY_BYTES, CPU_S = 500_000_000, 5.0
KINDS = (None, "fingerprints", "points", "graph")
_NUMBERS = (b"0", b"-1", b"1e999", b"nan", b"99999999999999999999", b"1e-320", b"4294967296", b"")
_MAGIC = (
    *(b"\x93NUMPY\x01\x00v\x00", b"PK\x03\x04", b"PAR1", b"ARROW1\x00\x00", b"\x1f\x8b\x08\x00"),
    *(b"MATLAB 5.0 MAT-file" + bytes(105) + b"\x00\x01IM", b"\x89HDF\r\n\x1a\n", b"\xff\xfe", b"{"),
    *(b"[[", b"graph {", b"dl n=3 data:", b">>graph6<<", b":", b"<graphml>", b"<gexf>", b"graph ["),
    *(b"*Vertices 3\n", b"%%MatrixMarket matrix ", b'{"nodes":', b"x,y,a\n", b"\xff\xff\xff\xff"),
)


@cache
def corpus() -> tuple[bytes, ...]:
    """Valid files of every format."""
    found = [data for name, row in FORMATS.items() if name != ".h5ad" for data in files(row)]
    with contextlib.suppress(ImportError):
        import h5py  # noqa: F401

        found.append(SAMPLES[".h5ad"]())
    frame = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40) % 3, "label": list("uv") * 20})
    for compression in ("zstd", "gzip", "snappy"):
        buffer = io.BytesIO()
        frame.to_parquet(buffer, compression=compression)
        found.append(buffer.getvalue())
    columns = {key: frame[key].tolist() for key in frame}
    found += [builders.feather(columns, compression) for compression in ("lz4", "zstd")]
    labels = np.array(["one", "two", "one"])
    found.append(builders.mat(False, data=np.eye(3), labels=labels))
    found.append(builders.mat(X=np.eye(3), y=np.array(["a", "b", "c"], dtype=object)))
    found.append(
        builders.xlsx(
            {"Empty": [], "Data": [("x", "y"), (1, 2.5), (("date", 4e4), 7), (("date", 4e4), 8)]}
        )
    )
    found.append(frame.to_json(orient="split").encode())
    found.append(frame.to_json(orient="records", lines=True).encode())
    found.append(b":Fa@x^\n")
    found.append("x;y;Größe\n1,5;2,5;a\n3,5;4,5;b\n".encode("utf-16"))
    return tuple(found)


def fuzzed(seed: int) -> bytes:
    """The input of a seed."""
    rng = np.random.default_rng(seed)
    valid = corpus()
    if rng.random() < 0.05:
        return _MAGIC[rng.integers(len(_MAGIC))] + rng.bytes(int(rng.integers(0, 200)))
    data = valid[rng.integers(len(valid))]
    if rng.random() < 0.5:
        data = _within(data, rng)
    for _ in range(int(rng.integers(0, 4))):
        data = _changed(data, rng)
    return data


def _within(data: bytes, rng: np.random.Generator) -> bytes:
    """What an archive holds, changed and packed again, so that the change is read at all."""
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(_changed(gzip.decompress(data), rng), mtime=0)
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    name = sorted(members)[rng.integers(len(members))]
    members[name] = _changed(members[name], rng)
    if rng.random() < 0.1:
        members.pop(name)
    return builders.archive(members.items())


def _changed(data: bytes, rng: np.random.Generator) -> bytes:
    """One change: something replaced, left out, repeated, or taken from another file."""
    n = len(data)
    start, stop = sorted(int(place) for place in rng.integers(0, n + 1, size=2))
    how = rng.integers(9)
    if how == 0:
        return data[:start]
    if how == 1:
        return data[:start] + data[min(stop, start + 40) :]
    if how == 2:
        return data[:stop] + data[start:stop] + data[stop:]
    if how == 3:
        return data[:start] + rng.bytes(int(rng.integers(1, 9))) + data[start:]
    if how == 4:
        return data[:start] + _NUMBERS[rng.integers(len(_NUMBERS))] + data[start:]
    if how == 5:
        other = corpus()[rng.integers(len(corpus()))]
        return data[:start] + other[int(rng.integers(0, len(other))) :][:60] + data[start:]
    if how == 6:
        width = int(rng.choice([1, 2, 4, 8]))
        value = int(rng.choice([0, 1, 127, 128, 255])) << 8 * int(rng.integers(width))
        return data[:start] + value.to_bytes(width, "little", signed=False) + data[start + width :]
    if how == 7:
        digits = np.flatnonzero(np.isin(np.frombuffer(data, np.uint8), list(b"0123456789")))
        place = int(digits[rng.integers(len(digits))]) if len(digits) else 0
        return data[:place] + _NUMBERS[rng.integers(len(_NUMBERS))] + data[place + 1 :]
    changed = bytearray(data)
    for place in rng.integers(0, max(n, 1), size=int(rng.integers(1, 6))) if n else ():
        changed[place] ^= 1 << int(rng.integers(8))
    return bytes(changed)


class TooLongError(Exception):
    """The processor time of one input is over."""


def outcome(data: bytes, kind: str | None) -> str:
    """What becomes of an input: "read", "refused", what a reader run apart did, or a fault."""
    row = None
    try:
        row = recognise(data, "input", kind)
        if row.read is not None:
            row.read(data, "input", kind)
        elif row.inspect is not None:
            table = row.inspect(data, "input")
            row = None
            build_upload(table, guess_mapping(table, kind))
    except KernelscopeError:
        return "refused"
    except (MemoryError, TooLongError, Exception) as error:  # noqa: BLE001 - that is the question
        apart = row is not None and row.apart_from == 0
        place = f"{type(error).__name__} at {_innermost(error)}: {str(error)[:150]}"
        return f"apart: {type(error).__name__}" if apart else place
    return "read"


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if f"{os.sep}core{os.sep}" in name:
            place = f"{name.rpartition(os.sep)[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


@contextlib.contextmanager
def limited_time() -> Iterator[None]:
    """Raise TooLongError in the middle of what takes more than the processor time of an input."""

    def too_long(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, CPU_S)
    signal.setitimer(
        signal.ITIMER_VIRTUAL, CPU_S + 2
    )  # ends the process: compiled code may not ask
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)


def main(first: int, stop: int) -> None:
    """Read the inputs; a line when one is begun, and a line with what came of it."""
    corpus()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(MEMORY_BYTES)
    for seed in range(first, stop):
        data, kind = fuzzed(seed), KINDS[seed % len(KINDS)]
        # Told before: whoever waits knows which input ended this process, and in which reader.
        _tell({"seed": seed, "apart": _is_apart(data, kind)})
        with limited_time():
            said = outcome(data, kind)
        if said in ("read", "refused") or said.startswith("apart: "):
            _tell({"seed": seed, "said": said})
        else:
            _tell({"seed": seed, "said": "fault", "was": said})


def _is_apart(data: bytes, kind: str | None) -> bool:
    """Whether the program reads this input in a process with limits, however small it is."""
    try:
        return recognise(data, "input", kind).apart_from == 0
    except KernelscopeError:
        return False


def _tell(said: dict[str, object]) -> None:
    os.write(1, f"{json.dumps(said)}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
