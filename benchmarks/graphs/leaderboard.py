"""How long the full leaderboard of the karate club takes, cold and warm (part of speed.py)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import time
started = time.perf_counter()
from core.datasets import load
from core.graphs import DEFAULT_X, MEASURES, QUICK_METHODS, sweep_cells
imported = time.perf_counter()
karate = load("karate")
def run():
    cells = sweep_cells(
        karate.adjacency, karate.communities, MEASURES[:25], DEFAULT_X, QUICK_METHODS,
        random_state=0,
    )
    return sum(1 for _ in cells)
n_cells = run()
first = time.perf_counter()
processor = time.process_time()
run()
again = time.perf_counter()
print(n_cells, imported - started, first - imported, processor, again - first,
      time.process_time() - processor)
"""

PAGE = """
import time
from streamlit.testing.v1 import AppTest
def opened():
    app = AppTest.from_file("components/shell.py", default_timeout=300).run()
    app.switch_page("../pages/graphs_leaderboard.py")
    started, processor = time.perf_counter(), time.process_time()
    app.run()
    assert not app.error and not app.exception and len(app.title)
    return time.perf_counter() - started, time.process_time() - processor
print(*opened(), *opened())
"""


def leaderboard_lines() -> list[str]:
    """25 measures × 25 parameters × 3 clusterers in a fresh process."""
    n_cells, imports, first, processor, again, again_processor = _printed(SCRIPT)
    page, page_processor, next_page, next_processor = _printed(PAGE)
    return [
        "## The karate club's leaderboard",
        "",
        f"25 measures × 25 parameters × 3 clusterers ({n_cells} cells) in a fresh process, one",
        "thread. Seconds on the clock grow with what else the machine does; CPU seconds do not.",
        "",
        "| | on the clock, s | CPU, s |",
        "|---|---|---|",
        f"| imports | {float(imports):.1f} | |",
        f"| leaderboard | {float(first):.1f} | |",
        f"| both | {float(imports) + float(first):.1f} | {float(processor):.1f} |",
        f"| again, nothing kept | {float(again):.1f} | {float(again_processor):.1f} |",
        f"| the page, cold | {float(page):.1f} | {float(page_processor):.1f} |",
        f"| the page warm | {float(next_page):.2f} | {float(next_processor):.2f} |",
    ]


def _printed(script: str) -> list[str]:
    """What a script prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout.split()
