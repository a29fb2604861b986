"""Without its handling each row of the checklist fails: shown by removing it in a copy.

The thorough tests take one handling after the other out of a copy of the program, and see that the
tests that hold it fail there, by an assertion or by an exception from elsewhere, and not because
the program no longer runs. When this was first done, some tests passed all the same: they asked for
any refusal where a second defence gives one too, or for a mark that a library takes away as well.
They say now what they want to hear.

Run them when a reader, a limit or a test of the checklist has been changed:
``python -m pytest -m thorough tests/bad_inputs/test_removals.py`` takes a quarter of an hour. That
the table still fits the program is seen at every run.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bad_inputs.checklist import HELD
from tests.bad_inputs.removals import KEPT, REMOVALS, Removal
from tests.toy_rows import LONGEST_S, PARTS, ROOT

ALSO = ("tests", "pyproject.toml", "README.md", "SECURITY.md")
MOST_BYTES = 12_000_000_000  # of address space: what is removed may have kept the memory bounded
# What says that the program was broken, not that a handling is missing.
BROKEN = re.compile(
    r"\b(NameError|UnboundLocalError|ImportError|ModuleNotFoundError|SyntaxError)\b"
)
# Libraries take seconds to import, so one process imports them, and each run is a copy of it: there
# the program, which is another one each time, is imported anew.
LIBRARIES = (
    *("numpy", "pandas", "pyarrow.parquet", "pyarrow.feather", "scipy.io"),
    *("scipy.spatial", "scipy.stats", "sklearn.ensemble", "sklearn.neighbors", "networkx"),
    *("sklearn.neural_network", "shapely", "PIL.ImageOps", "onnx", "defusedxml"),
    *("streamlit.testing.v1", "plotly.graph_objects"),
)
COPIED = f"""
import importlib, os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_AS, ({MOST_BYTES}, {MOST_BYTES}))
for name in {LIBRARIES}:
    importlib.import_module(name)
import pytest
for line in sys.stdin:
    child = os.fork()
    if not child:
        signal.alarm({LONGEST_S})
        os.dup2(os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os._exit(pytest.main(line.rstrip().split("\t")))
    os.waitpid(child, 0)
    print("done", flush=True)
"""


class Program:
    """A copy of the program and its tests, and the process that runs them in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        temporary = root / "temporary"
        temporary.mkdir(parents=True)
        for part in (*PARTS, *ALSO):  # children look for the program's root, so nothing is a link
            source = ROOT / part
            # With what is compiled, and the times by which it is known to be of these sources.
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / part)
        self._process = subprocess.Popen(
            [sys.executable, "-c", COPIED],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root), "TMPDIR": str(temporary)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def run(self, *arguments: str) -> str:
        """Run pytest with these arguments; what it says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join(arguments) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"
        return (self.root / "said.txt").read_text(errors="replace")


@contextmanager
def removed(program: Program, removal: Removal) -> Iterator[None]:
    """The copy without a handling; whole again behind the block."""
    before = {
        file: (program.root / file).read_text(encoding="utf-8") for file, _, _ in removal.edits
    }
    try:
        for file, handling, instead in removal.edits:
            text = (program.root / file).read_text(encoding="utf-8")
            (program.root / file).write_text(text.replace(handling, instead), encoding="utf-8")
        yield
    finally:
        for file, text in before.items():
            (program.root / file).write_text(text, encoding="utf-8")


def outcomes(program: Program, tests: tuple[str, ...]) -> dict[str, list[str]]:
    """Test → what each of its cases failed of, "" where it passed; run in the copy."""
    report = program.root / "report.xml"
    report.unlink(missing_ok=True)
    said = program.run(
        *("-q", "--tb=short", "-p", "no:cacheprovider", f"--junitxml={report}"),
        *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of libraries that are there already
        *(f"tests/{test}" for test in tests),
    )
    assert report.exists(), said
    found: dict[str, list[str]] = {_whole(test): [] for test in tests}
    for case in ElementTree.parse(report).iter("testcase"):
        error = case.find("error")  # a thread that was left waiting is one, behind the test
        assert error is None or "teardown" in error.get("message", ""), said
        file = case.get("classname", "").removeprefix("tests.").replace(".", "/")
        failure = case.find("failure")
        if case.find("skipped") is None:
            reason = "" if failure is None else failure.text or "failed"
            found[_whole(f"{file}.py::{case.get('name')}")].append(reason)
    return found


def _whole(test: str) -> str:
    """The test without its case, as the checklist writes it."""
    return test.partition("[")[0]


def test_every_test_of_the_checklist_fails_without_something_or_says_why_not():
    assert REMOVALS.keys() <= HELD.keys()
    for row, (_, tests) in HELD.items():
        failing = {_whole(test) for removal in REMOVALS[row] for test in removal.tests}
        kept = KEPT.get(row, {})
        assert failing, row
        assert failing | kept.keys() == set(tests), row
        assert all(reason.endswith(".") for reason in kept.values())


def test_what_is_removed_stands_once_in_the_program():
    for row, removals in REMOVALS.items():
        for file, handling, instead in (edit for removal in removals for edit in removal.edits):
            text = (ROOT / file).read_text(encoding="utf-8")
            assert text.count(handling) == 1, (row, file, handling)
            assert instead != handling


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    made = Program(tmp_path_factory.mktemp("copy") / "program")
    yield made
    made.end()


needs_copies = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are copied on Linux only"
)
CASES = [
    pytest.param(removal, id=f"row {row}, {number}")
    for row, removals in REMOVALS.items()
    for number, removal in enumerate(removals, start=1)
]


@needs_copies
@pytest.mark.thorough
def test_with_every_handling_in_its_place_all_pass_in_the_copy(program):
    """So that what fails below fails for what was removed."""
    tests = {test for removals in REMOVALS.values() for each in removals for test in each.tests}
    found = outcomes(program, tuple(sorted(tests)))
    assert [test for test, cases in found.items() if not cases or any(cases)] == []


@needs_copies
@pytest.mark.thorough
@pytest.mark.parametrize("removal", CASES)
def test_without_its_handling_a_row_fails(program, removal):
    with removed(program, removal):
        found = outcomes(program, removal.tests)
    for test, cases in found.items():
        failed = [said for said in cases if said]
        assert failed, f"{test} passes without {removal.edits}"
        assert not [said for said in failed if BROKEN.search(said)], failed
