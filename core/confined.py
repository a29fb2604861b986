"""Child processes for what strangers made: a bare environment, no files, limits from the start.

The parent's half starts a module; the child's half (its own output, limits of processor and memory)
is called by that module before the first byte from outside arrives. Visitors' models and visitors'
files are read in such processes.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO, BinaryIO

ROOT = Path(__file__).resolve().parents[1]
MOST_OPEN_FILES = 64


def start_confined(
    module: str, *, talk_by: IO[bytes] | int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """A process that runs a module of this program without the server's environment.

    It is talked to by its standard input and output, which are pipes, or by ``talk_by`` alone.
    """
    return subprocess.Popen(  # noqa: S603 - a module of this program
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=bare_environment(),
        stdin=talk_by,
        stdout=subprocess.PIPE if talk_by == subprocess.PIPE else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def bare_environment() -> dict[str, str]:
    """Only what Python needs to start: no password, no token of the server's environment."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve address space, which is limited
    }


def own_output() -> BinaryIO:
    """Answers go where standard output went; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def limit_processor(cpu_s: int) -> None:
    """So many seconds of this process's own, no file written, few open; nothing on Windows."""
    try:
        import resource
    except ImportError:  # there, the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))


def limit_memory(more_bytes: int) -> None:
    """What is mapped now and so many bytes more; nothing where Linux's count cannot be read."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (mapped + more_bytes, mapped + more_bytes))
