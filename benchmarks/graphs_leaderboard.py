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
processor = time.process_time()
run()
again = time.perf_counter()
print(n_cells, imported - started, first - imported, processor, again - first,
      time.process_time() - processor)
"""


def leaderboard_lines() -> list[str]:
    """25 measures × 25 parameters × 3 clusterers in a fresh process."""
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    n_cells, imports, first, processor, again, again_processor = answer.stdout.split()
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
    ]
