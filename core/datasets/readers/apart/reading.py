"""The parent's side: a file read in a process of its own, with limits of memory and time.

The limits grow with the file: 500 MB of memory and 20 bytes more for each of its own, at most 4 GB;
5 s of processor time and a second more for each megabyte, at most 120 s; four times that by the
clock, for a machine on which others work too.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import numpy as np

from core.confined import start_confined
from core.datasets.file_content import shown_name
from core.datasets.readers.apart.packing import unpack
from core.datasets.readers.apart.template import TEMPLATE, is_possible
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table
from core.errors import KernelscopeError, LimitError, ParameterError, UploadError
from core.limits import check_limit
from core.messages import receive, send

CHILD = "core.datasets.readers.apart.child"
LARGEST_ANSWER = 3_000_000_000
START_S = 120.0  # until the readers are imported, on a busy machine
_REFUSALS: dict[str, type[KernelscopeError]] = {
    each.__name__: each for each in (UploadError, LimitError, ParameterError)
}


def limits_for(n_bytes: int) -> tuple[int, int]:
    """Processor seconds and bytes of memory for a file of so many bytes.

    >>> limits_for(0), limits_for(10_000_000)
    ((5, 500000000), (15, 700000000))
    """
    cpu_s = min(5 + n_bytes // 1_000_000, 120)
    return cpu_s, min(500_000_000 + 20 * n_bytes, 4_000_000_000)


def read_apart(
    format_name: str, do: str, data: bytes, filename: str, kind: str | None = None
) -> Table | Upload:
    """What the row of that name gives for ``do`` ("inspect" or "read"), made by another process.

    Raises what the row raises, and UploadError when the file needs more time or memory than it
    gets, or ends its reader.
    """
    name = shown_name(filename)
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    cpu_s, memory_bytes = limits_for(len(data))
    wall_s = 4.0 * cpu_s
    limits = {"cpu_s": cpu_s, "memory_bytes": memory_bytes, "wall_s": wall_s}
    request = {"do": do, "format": format_name, "filename": filename[-1000:], "kind": kind}
    try:
        with _reader(wall_s) as (requests, answers):
            send(requests, limits)
            send(requests, request, {"data": np.frombuffer(data, dtype=np.uint8)})
            header, arrays = receive(answers, largest_body=LARGEST_ANSWER)
        return _said(header, arrays, name, memory_bytes)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, KernelscopeError):
            raise
        raise UploadError(
            f"Reading {name} was stopped: it needs more than {cpu_s} s or "
            f"{memory_bytes // 1_000_000:,} MB, or it is damaged. Write the file again, with fewer "
            "columns or rows, or save it as CSV."
        ) from None


def _said(header: dict[str, Any], arrays: dict, name: str, memory_bytes: int) -> Table | Upload:
    if "refused" in header:
        raise _REFUSALS.get(header["refused"], UploadError)(str(header["message"]))
    if header.get("memory"):
        raise UploadError(
            f"{name} asked for more than {memory_bytes // 1_000_000:,} MB of memory to be read; "
            "keep fewer columns or rows, or save it as CSV."
        )
    if "error" in header:
        raise UploadError(
            f"{name} is damaged ({str(header['error'])[:60]}); write the file again, or save it "
            "as CSV."
        )
    return unpack(header, arrays)


@contextmanager
def _reader(wall_s: float) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Where to write requests to, and to read answers from; the process ends with the block."""
    with ExitStack() as stack:
        if is_possible():
            talk = stack.enter_context(TEMPLATE.connect(START_S))
            talk.settimeout(wall_s + START_S)
            answers = stack.enter_context(talk.makefile("rb"))
            yield stack.enter_context(talk.makefile("wb")), answers
            return
        # Elsewhere: a process for this file alone, on whose time the parent keeps an eye.
        child = stack.enter_context(start_confined(CHILD))
        stack.callback(child.kill)
        if child.stdin is None or child.stdout is None:
            raise ValueError("a reader without pipes")
        watch = threading.Timer(START_S, child.kill)
        watch.daemon = True
        watch.start()
        stack.callback(watch.cancel)
        if child.stdout.read(1) == b"":
            raise EOFError
        watch.cancel()
        late = threading.Timer(wall_s, child.kill)
        late.daemon = True
        late.start()
        stack.callback(late.cancel)
        yield child.stdin, child.stdout
