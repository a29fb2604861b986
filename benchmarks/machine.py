"""What a table of measurements was measured on and with."""

import os
import platform
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib.metadata import distributions, version
from pathlib import Path


def described(*packages: str) -> str:
    """One line: date, processor, cores, Python and the versions of packages."""
    versions = ", ".join(_named(name) for name in packages)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {_processor()}, {cores} cores; "
        f"Python {platform.python_version()}, {versions}"
    )


def _named(package: str) -> str:
    """A package with its version; a "*" at its end stands for the build that is installed."""
    names = (one.name for one in distributions() if fnmatch(one.name, package))
    return next(f"{name} {version(name)}" for name in names)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
