"""What a table of measurements was measured on and with."""

import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

BUILDS = ("onnxruntime-gpu", "onnxruntime")  # two packages of one library, of which one is here


def described(*packages: str) -> str:
    """One line: date, processor, cores, Python and the versions of packages."""
    versions = ", ".join(_named(name) for name in packages)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {_processor()}, {cores} cores; "
        f"Python {platform.python_version()}, {versions}"
    )


def _named(package: str) -> str:
    """A package with its version; "onnxruntime" stands for the build that is installed."""
    for name in BUILDS if package == "onnxruntime" else (package,):
        with suppress(PackageNotFoundError):
            return f"{name} {version(name)}"
    raise PackageNotFoundError(package)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
