"""What a run costs in which nothing changed: processor time of the server, and bytes sent.

    python benchmarks/rerun.py                     # print the table
    python benchmarks/rerun.py --write             # and keep it in benchmarks/rerun.md
    python benchmarks/rerun.py --other FOLDER      # beside another checkout of the project

Starts the app, opens each page as Streamlit's own page does, and has it run again with nothing
changed. The server's time is the processor time of its whole process (all threads) until the page
has been sent, less what it uses while nobody asks for anything.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.density.page import processor_ms, served  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from components.navigation import VIEWS  # noqa: E402
from tests.app.websocket_visitor import visit  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
RUNS, WARM_UP, IDLE_S = 9, 2, 2.0
TARGET_MS = 100


class Rerun(NamedTuple):
    """Medians over all runs of one page."""

    server_ms: float
    sent_kb: float


def measure(port: int, process: int, path: str) -> Rerun:
    """Open a page and run it again, several times."""
    server, sent = [], []
    with visit(port) as tab:
        tab.open(path)
        for _ in range(WARM_UP):
            tab.run_again()
        before = processor_ms(process)
        time.sleep(IDLE_S)
        idle_share = (processor_ms(process) - before) / (1000 * IDLE_S)
        for _ in range(RUNS):
            at, had, begun = processor_ms(process), tab.received_bytes, time.perf_counter()
            tab.run_again()
            passed_ms = 1000 * (time.perf_counter() - begun)
            server.append(processor_ms(process) - at - idle_share * passed_ms)
            sent.append((tab.received_bytes - had) / 1000)
    return Rerun(max(statistics.median(server), 0.0), statistics.median(sent))


def measured(root: Path) -> dict[str, Rerun]:
    """Every page of one checkout."""
    found = {}
    with served(root) as (address, process):
        for view in VIEWS:
            found[view.title] = measure(int(address.rpartition(":")[2]), process, view.url_path)
            print(root.name, view.title, *(f"{value:.0f}" for value in found[view.title]))
    return found


def table(now: dict[str, Rerun], before: dict[str, Rerun], busy: float) -> str:
    """The page of figures in markdown."""
    lines = [
        "# What a run costs in which nothing changed",
        "",
        f"By benchmarks/rerun.py; {described('streamlit', 'plotly', 'numpy')}. Load of the machine "
        f"before the run: {busy:.1f}.",
        "",
        f"Each page is opened on its defaults and run again {RUNS} times after {WARM_UP} to warm "
        "up; the medians. Server: processor time of the whole process, all threads, in steps of "
        "10 ms by the kernel's clock, less what it uses at rest; the target is a median of at most "
        f"{TARGET_MS} ms. Sent: bytes that reach the browser; what it has already is named by its "
        "hash.",
        "",
    ]
    if before:
        lines += [
            "| page | server before, ms | now, ms | sent before, kB | now, kB | target |",
            "|---|---|---|---|---|---|",
        ]
    else:
        lines += ["| page | server, ms | sent, kB | target |", "|---|---|---|---|"]
    for name, rerun in now.items():
        verdict = "met" if rerun.server_ms <= TARGET_MS else "missed"
        was = before.get(name)
        cells = [
            *([f"{was.server_ms:.0f}"] if was else []),
            f"{rerun.server_ms:.0f}",
            *([f"{was.sent_kb:.0f}"] if was else []),
            f"{rerun.sent_kb:.0f}",
        ]
        lines.append(f"| {' | '.join((name, *cells, verdict))} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure all pages; print the table and keep it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"keep the table in {TABLE.name}")
    parser.add_argument("--other", type=Path, help="another checkout, measured as “before”")
    arguments = parser.parse_args()
    busy = os.getloadavg()[0]
    before = measured(arguments.other.resolve()) if arguments.other else {}
    text = table(measured(ROOT), before, busy)
    print(text)
    if arguments.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
