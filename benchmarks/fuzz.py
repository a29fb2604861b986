"""Any bytes are a data set or an UploadError: very many inputs, each read as a visitor's file.

    python benchmarks/fuzz.py 0 1000000             # on two processes, which may take hours
    python benchmarks/fuzz.py 250000 1000000 --processes 4   # goes on behind the first quarter

adds a line to fuzz.md for the seeds that were read. An input is told by its seed alone
(tests/fuzzing.py): what is reported here is read again by ``python -m tests.fuzzing SEED SEED+1``.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".md")
PART = 1_000  # seeds of one process
HEAD = """# Any bytes are a data set or an UploadError

Valid files of every format changed at random, and random bytes (`tests/fuzzing.py`), each read
within 5 s of processor time and 500 MB of memory; written by `benchmarks/fuzz.py`. *Stopped* are
inputs at which a reader that the program runs in a process of its own failed otherwise than by a
sentence, or asked for too much: that process answers them. A *fault* is anything else that is
neither a data set nor an UploadError.

| seeds | inputs | read | refused | stopped | faults |
|---|---:|---:|---:|---:|---:|
"""


def main() -> None:
    """Read the seeds and write what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("stop", type=int)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--hours", type=float, default=1e6, help="begin nothing new after so long")
    chosen = parser.parse_args()
    ends_s = time.monotonic() + 3600 * chosen.hours
    counts: Counter[str] = Counter()
    done = chosen.first
    with ThreadPoolExecutor(chosen.processes) as pool:
        starts = range(chosen.first, chosen.stop, PART)
        for group in range(0, len(starts), chosen.processes):
            if time.monotonic() > ends_s:
                break
            jobs = [
                pool.submit(read_seeds, start, min(start + PART, chosen.stop))
                for start in starts[group : group + chosen.processes]
            ]
            for job in as_completed(jobs):
                found, faults = job.result()
                counts.update(found)
                for fault in faults:
                    print(fault, flush=True)
            done = min(starts[group] + PART * chosen.processes, chosen.stop)
            print(f"seeds to {done:,}: {dict(counts)}", flush=True)
    write_row(chosen.first, done, counts)


def read_seeds(first: int, stop: int) -> tuple[Counter[str], list[str]]:
    """The counts of outcomes and the faults of some seeds; an input may end its process."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    while first < stop:
        # A process that dies takes its counts along, so each seed says what came of it.
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzzing", str(first), str(stop)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        seeds = []
        for line in done.stdout.splitlines():
            said = json.loads(line)
            seeds.append(said["seed"])
            if "said" in said:
                counts[said["said"]] += 1
                if said["said"] == "fault":
                    faults.append(line)
        if done.returncode == 0:
            return counts, faults
        last = seeds[-1] if seeds else first
        counts["died"] += 1
        faults.append(json.dumps({"seed": last, "code": done.returncode}))
        first = last + 1
    return counts, faults


def write_row(first: int, stop: int, counts: Counter[str]) -> None:
    """Add the line of these seeds to the table."""
    text = TABLE.read_text("utf-8") if TABLE.exists() else HEAD
    stopped = sum(n for said, n in counts.items() if said.startswith("apart"))
    row = [
        f"{first:,} to {stop - 1:,}",
        f"{sum(counts.values()):,}",
        f"{counts['read']:,}",
        f"{counts['refused']:,}",
        f"{stopped:,}",
        f"{counts['fault'] + counts['died']:,}",
    ]
    TABLE.write_text(f"{text}| {' | '.join(row)} |\n", encoding="utf-8")


if __name__ == "__main__":
    main()
