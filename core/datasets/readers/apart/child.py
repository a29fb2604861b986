"""The process in which files are read: limits first, then one file, then the end.

Run as ``python -m core.datasets.readers.apart.child``. Where its standard input is a pipe it reads
one file from there. Where it is a socket, it is a template that has imported every reader: each
connection sent to it is answered by a copy of it (a fork), which costs milliseconds, where imports
cost seconds. A template that is asked nothing for five minutes ends.
"""

import gc
import os
import signal
import socket
import stat
import sys
from typing import IO

from core.confined import limit_memory, limit_processor, own_output
from core.datasets.readers.apart.packing import pack
from core.datasets.readers.formats import format_named
from core.errors import KernelscopeError
from core.messages import receive, send

READY = b"!"
IDLE_S = 300.0
LARGEST_REQUEST = 500_000_000  # bytes


def main() -> int:
    """Answer one request, or be the template until nobody asks any more."""
    if not stat.S_ISSOCK(os.fstat(0).st_mode):
        answers = own_output()
        _answer(sys.stdin.buffer, answers)
        return 0
    _import_what_readers_import()
    gc.freeze()  # what is shared with every copy is not touched by its collector
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=0) as control:
        control.settimeout(IDLE_S)
        while True:
            try:
                asked, handles, _, _ = socket.recv_fds(control, 1, 1)
            except TimeoutError:
                return 0
            if not asked:
                return 0
            for handle in handles:
                if os.fork() == 0:
                    control.close()
                    _answer_and_end(handle)
                os.close(handle)


def _answer_and_end(handle: int) -> None:
    """The copy's whole life; it never returns into the template's loop."""
    try:
        with (
            socket.socket(fileno=handle) as talk,
            talk.makefile("rb") as requests,
            talk.makefile("wb") as answers,
        ):
            _answer(requests, answers)
    finally:
        os._exit(0)


def _answer(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Set the limits that come first, then receive the file and say what it holds."""
    try:
        answers.write(READY)
        answers.flush()
        limits, _ = receive(requests)
        _limit(limits)
        request, arrays = receive(requests, largest_body=LARGEST_REQUEST)
        row = format_named(request["format"])
        data = arrays.pop("data").tobytes()
        filename, kind = request["filename"], request["kind"]
        if request["do"] == "inspect" and row.inspect is not None:
            header, found = pack(row.inspect(data, filename))
        elif row.read is not None:
            header, found = pack(row.read(data, filename, kind))
        else:
            raise ValueError(request["do"])
        send(answers, header, found)
    except KernelscopeError as error:
        send(answers, {"refused": type(error).__name__, "message": str(error)[:10_000]})
    except MemoryError:
        send(answers, {"memory": True})
    except (EOFError, BrokenPipeError):  # nobody waits any more
        return
    except Exception as error:  # noqa: BLE001 - whatever happens is one sentence for the parent
        send(answers, {"error": type(error).__name__})


def _limit(limits: dict) -> None:
    limit_processor(int(limits["cpu_s"]))
    if hasattr(signal, "setitimer"):  # ends the process even within compiled code
        signal.setitimer(signal.ITIMER_REAL, float(limits["wall_s"]))
    limit_memory(int(limits["memory_bytes"]))


def _import_what_readers_import() -> None:
    """The libraries that readers import only when they are asked, where they are installed."""
    for name in ("h5py", "python_calamine", "scipy.io", "pyarrow.parquet", "pyarrow.ipc"):
        try:
            __import__(name)
        except ImportError:
            continue


if __name__ == "__main__":
    sys.exit(main())
