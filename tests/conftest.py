"""Shared fixtures, and the rule that nothing is skipped unnoticed."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# What a build machine may skip, which is one with Linux: strace and the state of threads are there
# only. KERNELSCOPE_MAY_SKIP names further marks, such as "shared" where no reference data can be.
MAY_SKIP = ("gpu", *os.environ.get("KERNELSCOPE_MAY_SKIP", "").split())
ON_BUILD_MACHINE = bool(os.environ.get("CI")) and sys.platform == "linux"
# What tests upload is kept apart from what a developer keeps. Set before anything is imported, and
# handed on to every server and child that a test starts; the second is where the program would look
# without the first.
WORKSPACE = tempfile.mkdtemp(prefix="kernelscope-tests-")
os.environ["KERNELSCOPE_WORKSPACE"] = f"{WORKSPACE}/workspace"
os.environ["XDG_DATA_HOME"] = f"{WORKSPACE}/data"
atexit.register(shutil.rmtree, WORKSPACE, ignore_errors=True)
# No test asserts a time, and a machine may be busy.
settings.register_profile("any time", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any time")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data that lies beside a developer's checkout."""
    if not SHARED.is_dir():
        pytest.skip("the reference data that lies beside a developer's checkout is not here")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")
    items[:] = _in_turn(items)


def _in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files with tests of a browser or of whole pages begin first, each kind in turn with the rest.

    Several processes take a file each: two browsers at a time are slow, and a long file that
    begins last is waited for.
    """
    kinds: dict[str, dict[Path, list[pytest.Item]]] = {"browser": {}, "app": {}, "others": {}}
    for item in items:
        kind = next((kind for kind in kinds if kind in item.path.parts), "others")
        kinds[kind].setdefault(item.path, []).append(item)
    turns = zip_longest(*(files.values() for files in kinds.values()), fillvalue=())
    return [item for turn in turns for file in turn for item in file]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    allowed = any(item.get_closest_marker(name) for name in MAY_SKIP)
    if report.skipped and ON_BUILD_MACHINE and not allowed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on the build machine: {report.longrepr}"
    return report
