"""What a drag of the bandwidth costs: the server's processor time, and the browser's repaint.

    python benchmarks/density/page.py            # print the table
    python benchmarks/density/page.py --write    # and keep it in benchmarks/density/page.md

Starts the app, opens each view in headless Chromium and moves its bandwidth by the keyboard, one
step at a time, waiting for the picture after each. The server's time is the processor time of its
whole process (all threads) from the key press until the page is at rest, less what it uses while
nobody touches it; it is what the machine must spend, whoever else is busy on it.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.density import KERNELS  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
TARGET_MS = 100
DRAGS, WARM_UP = 15, 3
IDLE_S = 3.0
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=swiftshader"]
FLAGS += ["--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-gpu-compositing"]
# From the key press to the frame after the last change of the picture. A changed picture may be
# a new element, as may be the slider, so the whole page is watched.
WATCH = """(chart) => {
    window.pressed = window.painted = 0;
    document.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
    const drawn = (node) => node.closest?.(chart + " .js-plotly-plot");
    new MutationObserver((changes) => {
        if (changes.some(({target}) => drawn(target)))
            requestAnimationFrame(() => { window.painted = performance.now(); });
    }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


class Case(NamedTuple):
    """A view with its slider and the picture that follows it."""

    name: str
    path: str
    slider: str
    chart: str


PLANE = "Two dimensions, 620 points, {} kernel"
CASES = (
    Case("Your data, breast cancer (569 × 30)", "/your-data", "h_ratio", "loo_curve"),
    *(
        Case(PLANE.format(kernel), f"/two-dimensions?kernel={kernel}", "ratio", "plane_0")
        for kernel in KERNELS
    ),
    Case(
        "Two dimensions, two bandwidths, Gaussian kernel",
        "/two-dimensions?compare=true",
        "ratio",
        "plane_0",
    ),
    Case("Phase diagram, 1,000 data sets", "/phase-diagram", "h", "phase_diagram"),
)


class Drag(NamedTuple):
    """Medians and the largest over all drags of one case, ms."""

    server_ms: float
    largest_server_ms: float
    repaint_ms: float


@contextmanager
def served(root: Path = ROOT) -> Iterator[tuple[str, int]]:
    """The address of the app of a checkout, started for this run, and its process."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(root / "app.py")]
    options = ["--server.headless", "true", "--server.port", str(port)]
    process = subprocess.Popen(command + options, cwd=root, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def processor_ms(process: int) -> float:
    """Processor time of a process so far, user and system, ms (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rest(page: Page) -> None:
    """Wait until the script has run and nothing follows."""
    page.wait_for_selector(AT_REST, timeout=120_000)
    page.wait_for_timeout(150)
    page.wait_for_selector(AT_REST, timeout=120_000)


def measure(page: Page, address: str, process: int, case: Case) -> Drag:
    """Move the slider of one view step by step."""
    slider = f".st-key-{case.slider} input[type=range]"
    chart = f".st-key-{case.chart}"
    page.goto(address + case.path)
    page.wait_for_selector(f"{chart} .js-plotly-plot .main-svg", timeout=120_000)
    rest(page)
    page.evaluate(WATCH, chart)
    before = processor_ms(process)
    page.wait_for_timeout(1000 * IDLE_S)
    idle = (processor_ms(process) - before) / (1000 * IDLE_S)
    server, repaint = [], []
    for _ in range(WARM_UP + DRAGS):
        page.focus(slider)
        before, started = processor_ms(process), time.perf_counter()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("window.painted > window.pressed", timeout=120_000)
        rest(page)
        passed_ms = 1000 * (time.perf_counter() - started)
        server.append(processor_ms(process) - before - idle * passed_ms)
        repaint.append(page.evaluate("window.painted - window.pressed"))
    server, repaint = server[WARM_UP:], repaint[WARM_UP:]
    return Drag(statistics.median(server), max(server), statistics.median(repaint))


def table(found: dict[str, Drag], busy: float) -> str:
    """The page of figures in markdown."""
    lines = [
        "# What a drag of the bandwidth costs",
        "",
        f"By benchmarks/density/page.py; {described('streamlit', 'plotly', 'numpy')}. Load of the "
        f"machine before the run: {busy:.1f}.",
        "",
        f"Each step is a key press on the slider, {DRAGS} of them after {WARM_UP} to warm up, each "
        "at a bandwidth that was not computed before. Server: processor time of the whole process, "
        "all threads, user and system, in steps of 10 ms by the kernel's clock, less what it uses "
        f"at rest; the target is a median of at most {TARGET_MS} ms. Repaint: from the key press "
        "to the first frame after the picture was drawn, in headless Chromium without a graphics "
        "card, which shares the machine's cores with the server.",
        "",
        "| view | server, median ms | server, largest ms | repaint, median ms | target |",
        "|---|---|---|---|---|",
    ]
    for name, drag in found.items():
        verdict = "met" if drag.server_ms <= TARGET_MS else "missed"
        lines.append(
            f"| {name} | {drag.server_ms:.0f} | {drag.largest_server_ms:.0f} | "
            f"{drag.repaint_ms:.0f} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure all views; print the table and keep it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"keep the table in {TABLE.name}")
    parser.add_argument("--only", default="", help="measure only the views whose name has this")
    arguments = parser.parse_args()
    busy = os.getloadavg()[0]
    browser_path: Any = os.environ.get("CHROMIUM") or shutil.which("chromium")
    found = {}
    with served() as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for case in CASES:
            if arguments.only.lower() not in case.name.lower():
                continue
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            found[case.name] = measure(page, address, process, case)
            page.close()
            print(case.name, *(f"{value:.0f}" for value in found[case.name]), flush=True)
        browser.close()
    text = table(found, busy)
    print(text)
    if arguments.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
