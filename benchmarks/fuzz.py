"""Any bytes are a data set or an UploadError: very many inputs, each read as a visitor's file.

    python benchmarks/fuzz.py 0 500000              # an hour of one core; on two cores at once:
    python benchmarks/fuzz.py 500000 1000000
    python benchmarks/fuzz.py 120500 500000         # goes on where the first was ended

Every 500 inputs are counted in fuzz.md at once, so that a run may be ended at any time; one that
begins where another ended adds to its line. An input is told by its seed alone (tests/fuzzing.py):
what is reported here is read again by ``python -m tests.fuzzing SEED SEED+1``.
"""

import argparse
import fcntl
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".md")
PART, STEP = 20_000, 500  # seeds of one process, which takes seconds to start; and of one count
OUTCOMES = ("read", "refused", "stopped", "faults")
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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("first", type=int)
    parser.add_argument("stop", type=int)
    chosen = parser.parse_args()
    for start in range(chosen.first, chosen.stop, PART):
        first = start
        for stop, counts, faults in read_seeds(start, min(start + PART, chosen.stop)):
            for fault in faults:
                print(fault, flush=True)
            add(first, stop, counts)
            first = stop


def read_seeds(first: int, stop: int) -> Iterator[tuple[int, Counter[str], list[str]]]:
    """The seed behind those read so far, with outcomes and faults since the last such seed."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    while first < stop:
        begun: dict[str, int] = {"seed": first}
        # A process that dies takes its counts along, so each seed says what came of it.
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzzing", str(first), str(stop)],
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            for line in child.stdout or ():
                said = json.loads(line)
                if "said" not in said:
                    begun = said
                    continue
                first = said["seed"] + 1
                counts[_outcome(said["said"])] += 1
                if said["said"] == "fault":
                    faults.append(line.strip())
                if first % STEP == 0 and first < stop:
                    yield first, counts, faults
                    counts, faults = Counter(), []
        if child.returncode:
            # What the program reads in a process of its own may end that process.
            if begun.get("apart"):
                counts["stopped"] += 1
            else:
                counts["faults"] += 1
                faults.append(json.dumps({**begun, "code": child.returncode}))
            first = int(begun["seed"]) + 1
    yield first, counts, faults


def _outcome(said: str) -> str:
    return "faults" if said == "fault" else "stopped" if said.startswith("apart") else said


def add(first: int, stop: int, counts: Counter[str]) -> None:
    """Count these seeds in the table: in the line that ends before them, or in one of their own."""
    with TABLE.open("a+", encoding="utf-8") as table:
        fcntl.flock(table, fcntl.LOCK_EX)  # two runs may write at a time
        table.seek(0)
        text = with_line(table.read() or HEAD, first, stop, counts)
        table.truncate(0)
        table.write(text)


def with_line(text: str, first: int, stop: int, counts: Counter[str]) -> str:
    """The table with these seeds counted."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        before = [int(number) for number in re.findall(r"\d+", line.replace(",", ""))]
        if re.match(r"\| [\d,]+ to ", line) and before[1] == first - 1:
            first, counts = (
                before[0],
                counts + Counter(dict(zip(OUTCOMES, before[3:], strict=True))),
            )
            del lines[at]
            break
    numbers = [counts.total(), *(counts[outcome] for outcome in OUTCOMES)]
    lines.append(f"| {first:,} to {stop - 1:,} | {' | '.join(f'{n:,}' for n in numbers)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
