"""Two hundred visitors at once: does one see another's data, and does the server stay small?

    python benchmarks/sessions.py [--visitors 200] [--in-flight 50] [--at-once 8] [--write]
    python benchmarks/sessions.py --visitors 50 --in-flight 1 --at-once 1   # fifty in a row

Every visitor opens a page, uploads a table under a name of its own, has it judged there, closes the
tab, comes back in a new one to what was kept, has a map of it drawn in another lab, and deletes it.
The steps of all are mixed; the server runs in a process of its own, with a workspace of its own.
With --write the table beside this script is replaced.
"""

import argparse
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from tests.app.websocket_visitor import Tab, visit, wait_for_server  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
ROWS, COLUMNS = 120, 4
NAME = re.compile(r"table0x[0-9a-f]{8}")
KEPT_S = 125.0  # Streamlit keeps a session, with three descriptors, for two minutes after its tab
SETTLED_S = 10


@dataclass
class Visitor:
    """One of many: a number that tells the browser, a name that tells the data, what was seen."""

    name: str
    number: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    seen: Counter = field(default_factory=Counter)

    def table(self) -> bytes:
        """A table that nobody else has."""
        rows = np.random.default_rng(crc32(self.name.encode())).normal(size=(ROWS, COLUMNS))
        lines = [",".join(f"{value:.4f}" for value in row) for row in rows]
        return "\n".join([",".join("abcd"), *lines]).encode()


def steps(visitor: Visitor, port: int) -> Iterator[str]:
    """What a visitor does, one step after another."""
    with visit(port, owner=visitor.number) as tab:
        look(visitor, tab, tab.open("your-data"), expected=False)
        yield "opened"
        tab.press("Use your own points")
        list(tab.said())
        tab.upload(f"{visitor.name}.csv", visitor.table(), into="points_file")
        list(tab.said())
        tab.press("Use these points")
        list(tab.said())
        list(tab.said())  # the dialog closes by another run
        tab.buttons.clear()
        look(visitor, tab, tab.open("your-data"), expected=True)
        yield "uploaded and judged"
    yield "closed the tab"
    with visit(port, owner=visitor.number) as tab:
        look(visitor, tab, tab.open("your-data"), expected=True)
        yield "came back to it"
        tab.buttons.clear()
        look(visitor, tab, tab.open("map"), expected=True)
        yield "mapped it"
        tab.press(next(label for label in tab.buttons if visitor.name in label))
        tab.buttons.clear()
        look(visitor, tab, list(tab.said()), expected=False)
        yield "deleted it"


def look(visitor: Visitor, tab: Tab, said: list[str], *, expected: bool) -> None:
    """Count the runs that offered one's own data where they are, and names of others' data."""
    text = "\n".join([*said, *tab.buttons])
    visitor.seen["runs"] += 1
    visitor.seen["as it should be"] += (visitor.name in text) == expected
    visitor.seen["of others"] += len(set(NAME.findall(text)) - {visitor.name})


class Held(NamedTuple):
    """What a process holds of the machine, besides memory."""

    threads: int
    descriptors: int
    children: int


def held_by(process: psutil.Process) -> Held:
    """What it holds now."""
    with process.oneshot():
        return Held(process.num_threads(), process.num_fds(), len(process.children(recursive=True)))


@dataclass
class Watched:
    """The server's memory and what it holds open, looked at while it works."""

    process: psutil.Process
    memory_mb: list[float] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def look(self) -> None:
        """Look once."""
        self.memory_mb.append(self.process.memory_info().rss / 1e6)
        self.held.append(held_by(self.process))

    def rest(self, port: int) -> None:
        """Wait until what its visitors held is let go, and look."""
        time.sleep(KEPT_S)
        with visit(port) as tab:  # Streamlit lets go of what is too old when somebody comes
            tab.open("")
        same = [held_by(self.process)]
        while len(same) < SETTLED_S:
            time.sleep(1.0)
            now = held_by(self.process)
            same = [*same, now] if now == same[-1] else [now]
        self.look()

    def look_until(self, over: threading.Event) -> None:
        """Look every second."""
        while not over.wait(1.0):
            self.look()


@dataclass(frozen=True)
class Crowd:
    """How many visit, how many are in the middle of it at a time, and at work at the same moment.

    After ``minutes`` nobody begins any more, and those who have begun go on to their end.
    """

    n_visitors: int
    in_flight: int
    at_once: int
    minutes: float


def run(crowd: Crowd) -> str:
    """Start the server, let all visit it, and describe what was seen."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        listener.close()
        environment = {**os.environ, "KERNELSCOPE_WORKSPACE": f"{folder}/workspace"}
        options = ["--server.headless", "true", "--server.port", str(port)]
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_server(port, lambda: server.poll() is None)
            # What all visitors share is made before anything is measured.
            for _ in steps(Visitor("table0xfirst"), port):
                pass
            return measure(Watched(psutil.Process(server.pid)), port, crowd, folder)
        finally:
            server.terminate()
            server.wait(60)


def measure(watched: Watched, port: int, crowd: Crowd, folder: str) -> str:
    """The table of a crowd's visit."""
    visitors: list[Visitor] = []
    waiting: list[tuple[Visitor, Iterator[str]]] = []
    begun = time.monotonic()
    draw, lock, failed = np.random.default_rng(0), threading.Lock(), []
    kept_most, n_gone = 0, 0

    def work() -> None:
        nonlocal kept_most, n_gone
        while True:
            with lock:
                in_time = time.monotonic() - begun < 60 * crowd.minutes
                room = len(visitors) - n_gone < crowd.in_flight
                if in_time and room and len(visitors) < crowd.n_visitors:
                    visitors.append(Visitor(f"table0x{secrets.token_hex(4)}"))
                    waiting.append((visitors[-1], steps(visitors[-1], port)))
                if not waiting:
                    return
                visitor, rest = waiting.pop(int(draw.integers(len(waiting))))
            try:
                next(rest)
            except StopIteration:
                n_gone += 1
                continue
            except Exception as error:  # noqa: BLE001 - counted, and said in the table
                failed.append(f"{visitor.name}: {type(error).__name__} {error}")
                n_gone += 1
                continue
            kept = len(list(Path(folder).glob("workspace/sets/*/*.npz")))
            with lock:
                kept_most = max(kept_most, kept)
                waiting.append((visitor, rest))

    watched.rest(port)
    over = threading.Event()
    watcher = threading.Thread(target=watched.look_until, args=(over,))
    watcher.start()
    with ThreadPoolExecutor(crowd.at_once) as pool:
        for done in [pool.submit(work) for _ in range(crowd.at_once)]:
            done.result()
    took_s = time.monotonic() - begun
    over.set()
    watcher.join()
    watched.rest(port)
    for each in failed:
        print(each, file=sys.stderr)
    seen = sum((each.seen for each in visitors), Counter())
    left = len(list(Path(folder).glob("workspace/sets/*/*.npz")))
    memory = watched.memory_mb
    rows = (
        ("visitors, each with a table and a cookie of their own", f"{len(visitors)}"),
        ("of them in the middle of their visit at a time", f"{crowd.in_flight}"),
        ("pages asked for at the same moment", f"{crowd.at_once}"),
        ("runs of a page that were looked at", f"{seen['runs']:,}"),
        (
            "of these, with one's own data where they should be",
            f"{seen['as it should be']:,}",
        ),
        ("names of others' data seen", f"{seen['of others']}"),
        ("visits that failed", f"{len(failed)}"),
        ("data sets on the disk: most, and at the end", f"{kept_most}, {left}"),
        (
            "memory before, highest, and at the end",
            f"{memory[0]:,.0f}, {max(memory):,.0f}, {memory[-1]:,.0f} MB",
        ),
        *(
            (f"{what} before, most, and at the end", f"{of[0]}, {max(of)}, {of[-1]}")
            for what, of in zip(Held._fields, zip(*watched.held, strict=True), strict=True)
        ),
        ("time", f"{took_s / 60:.1f} minutes"),
        ("load average of the machine over 5 minutes, at the end", f"{os.getloadavg()[1]:.0f}"),
    )
    lines = [
        "# Many visitors at once",
        "",
        f"Measured {described('numpy', 'streamlit')}.",
        "",
        "Every visitor opens a page, uploads a table, has it judged, closes the tab, comes back to "
        "what was kept, has it mapped in another lab, and deletes it; the steps of all are mixed.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {what} | {value} |" for what, value in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--in-flight", type=int, default=50)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--write", action="store_true", help="replace the table beside this script")
    asked = parser.parse_args()
    found = run(Crowd(asked.visitors, asked.in_flight, asked.at_once, asked.minutes))
    print(found)
    if asked.write:
        TABLE.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
