"""What a run costs in which nothing changed: processor time of the server, and bytes sent.

    python benchmarks/rerun.py                     # print the table
    python benchmarks/rerun.py --write             # and keep it in benchmarks/rerun.md
    python benchmarks/rerun.py --other FOLDER      # beside another checkout of the project

Starts the app, opens each page in headless Chromium, waits until it is at rest, and presses the
key that runs the page again. The server's time is the processor time of its whole process (all
threads) from the key press until the page is at rest, less what it uses while nobody touches it.
"""

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.density_page import FLAGS, IDLE_S, processor_ms, rest, served  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from components.navigation import VIEWS  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
RUNS, WARM_UP = 5, 2
TARGET_MS = 100
DONE = "[...document.querySelectorAll('[data-stale=\"true\"]')].length === 0"


class Rerun(NamedTuple):
    """Medians over all runs of one page."""

    server_ms: float
    sent_kb: float


def measure(browser: Browser, address: str, process: int, path: str) -> Rerun:
    """Open a page and run it again, several times."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    received = [0]
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda data: _add(received, data))
    )
    page.goto(f"{address}/{path}")
    page.wait_for_selector("h1", timeout=120_000)
    rest(page)
    page.wait_for_timeout(3000)
    rest(page)
    before = processor_ms(process)
    page.wait_for_timeout(1000 * IDLE_S)
    idle_share = (processor_ms(process) - before) / (1000 * IDLE_S)
    server, sent = [], []
    for _ in range(WARM_UP + RUNS):
        at, begun, received[0] = processor_ms(process), time.perf_counter(), 0
        page.keyboard.press("r")
        page.wait_for_timeout(700)
        rest(page)
        page.wait_for_function(DONE, timeout=120_000)
        page.wait_for_timeout(300)
        passed_ms = 1000 * (time.perf_counter() - begun)
        server.append(processor_ms(process) - at - idle_share * passed_ms)
        sent.append(received[0] / 1000)
    page.close()
    return Rerun(statistics.median(server[WARM_UP:]), statistics.median(sent[WARM_UP:]))


def _add(received: list[int], data: Any) -> None:
    received[0] += len(data)


def measured(root: Path) -> dict[str, Rerun]:
    """Every page of one checkout."""
    found = {}
    browser_path: Any = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with served(root) as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for view in VIEWS:
            name = view.title
            found[name] = measure(browser, address, process, view.url_path)
            print(root.name, name, *(f"{value:.0f}" for value in found[name]), flush=True)
        browser.close()
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
        "up. Server: processor time of the whole process, all threads, in steps of 10 ms by the "
        f"kernel's clock, less what it uses at rest; the target is a median of at most {TARGET_MS} "
        "ms. Sent: bytes that reach the browser; what it has already is named by its hash.",
        "",
    ]
    if before:
        lines += [
            "| page | server before, ms | now, ms | ratio | sent before, kB | now, kB | target |",
            "|---|---|---|---|---|---|---|",
        ]
    else:
        lines += ["| page | server, ms | sent, kB | target |", "|---|---|---|---|"]
    for name, rerun in now.items():
        verdict = "met" if rerun.server_ms <= TARGET_MS else "missed"
        if before:
            was = before[name]
            ratio = was.server_ms / max(rerun.server_ms, 1.0)
            lines.append(
                f"| {name} | {was.server_ms:.0f} | {rerun.server_ms:.0f} | {ratio:.1f} | "
                f"{was.sent_kb:.0f} | {rerun.sent_kb:.0f} | {verdict} |"
            )
        else:
            lines.append(f"| {name} | {rerun.server_ms:.0f} | {rerun.sent_kb:.0f} | {verdict} |")
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
