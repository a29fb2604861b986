"""Runs a Python program as ``python`` would, and writes what it asks of network and disk to a log.

Usage: ``python audited.py LOG -m MODULE ARGUMENTS …`` or ``… LOG FILE ARGUMENTS …``.
Only Python's own calls are seen, on every system; compiled libraries are for strace.
"""

import json
import os
import runpy
import sys

NETWORK = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
LOOKUPS = ("socket.gethostbyname", "socket.gethostbyaddr")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(log: str) -> None:
    """Write a line for every call from now on; the log's own file is opened before."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def hook(event: str, arguments: tuple) -> None:
        if event in NETWORK or event in LOOKUPS:
            wanted = arguments[0] if event in LOOKUPS else arguments[1]
            wanted = arguments[0] if event == "socket.getaddrinfo" else wanted
            what = ["network", event, _plain(wanted)]
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            what = ["file", event, os.path.abspath(_plain(arguments[0]))]
        elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink"):
            target = arguments[0] if event == "os.mkdir" else arguments[1]
            what = ["file", event, os.path.abspath(_plain(target))]
        else:
            return
        os.write(file, (json.dumps(what) + "\n").encode())

    sys.addaudithook(hook)


def _plain(value: object) -> str:
    """An address's host, or a path; a number is a file that is open already."""
    if isinstance(value, tuple):
        value = value[0]
    if isinstance(value, int):
        return os.devnull
    return os.fsdecode(value) if isinstance(value, str | bytes | os.PathLike) else ""


if __name__ == "__main__":
    watch(sys.argv[1])
    if sys.argv[2] == "-m":
        sys.argv = sys.argv[3:]
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = sys.argv[2:]
        sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")
