"""How long the full leaderboard of the karate club takes, cold and warm (part of graphs.py)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import time
started = time.perf_counter()
from core.datasets import load
from core.graphs import DEFAULT_X, MEASURES, METHODS, sweep_cells
imported = time.perf_counter()
karate = load("karate")
def run():
    cells = sweep_cells(
        karate.adjacency, karate.communities, MEASURES[:25], DEFAULT_X, METHODS, random_state=0
    )
    return sum(1 for _ in cells)
n_cells = run()
first = time.perf_counter()
run()
again = time.perf_counter()
print(n_cells, imported - started, first - imported, again - first)
"""


def leaderboard_lines() -> list[str]:
    """25 measures × 25 parameters × 3 clusterers in a fresh process."""
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    n_cells, imports, first, again = answer.stdout.split()
    return [
        "## The karate club's leaderboard",
        "",
        f"25 measures × 25 parameters × 3 clusterers ({n_cells} cells), seconds on the clock, one",
        "thread, in a fresh process.",
        "",
        "| imports | leaderboard, first | again, nothing kept |",
        "|---|---|---|",
        f"| {float(imports):.1f} | {float(first):.1f} | {float(again):.1f} |",
    ]
