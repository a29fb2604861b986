"""Shared fixtures, and the rule that nothing is skipped unnoticed."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MAY_SKIP = ("gpu", "extra")  # on a build machine; elsewhere browser and reference data as well
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    on_build_machine = bool(os.environ.get("CI"))
    allowed = any(item.get_closest_marker(name) for name in MAY_SKIP)
    if report.skipped and on_build_machine and not allowed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on the build machine: {report.longrepr}"
    return report
