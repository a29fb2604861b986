"""What is asked for, what is locked and what is described agree; one build of ONNX Runtime."""

import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

FILES = sorted(path.name for path in ROOT.glob("requirements*.txt"))
DESCRIBED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
USERS_LIST = (
    *("streamlit", "plotly", "pandas", "numpy", "scikit-learn", "pydeck"),
    *("onnxruntime-gpu", "pytest"),
)
# By their names in the index; a plain text of the first one would look like an import of it.
BUILDS = {"gpu": "onnxruntime-gpu", "cpu": "onnxruntime-gpu".removesuffix("-gpu")}
# Looks for a driver as told by the variable DRIVER, says what is installed, notes what it is told.
PYTHON = """#!/bin/sh
case "$*" in
  *libcuda*) exit "$DRIVER" ;;
  *"version('$INSTALLED')"*) exit 0 ;;
  *metadata*) exit 1 ;;
esac
echo "$@" >> told
"""


def lines(name: str) -> list[str]:
    """The lines of a requirements file without its comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [kept for line in text.splitlines() if (kept := line.split("#")[0].strip())]


def asked(name: str) -> list[Requirement]:
    return [Requirement(line) for line in lines(name) if not line.startswith("-r ")]


def locked() -> dict[str, set[str]]:
    """Versions by name: more than one where they differ by system or by Python."""
    versions: dict[str, set[str]] = {}
    for one in map(Requirement, lines("requirements.lock")):
        versions.setdefault(one.name, set()).add(str(one.specifier).removeprefix("=="))
    return versions


def test_the_lock_holds_versions_and_nothing_else():
    for line in lines("requirements.lock"):
        pin = Requirement(line)
        (only,) = pin.specifier
        assert (only.operator, pin.url, pin.extras) == ("==", None, set())


@pytest.mark.parametrize("name", FILES)
def test_the_lock_satisfies_every_range(name):
    versions = locked()
    for one in asked(name):
        found = versions[one.name.lower()]
        assert all(one.specifier.contains(version) for version in found), (one, found)


def test_both_builds_of_onnx_runtime_are_locked_at_the_same_version():
    cpu, gpu = (locked()[BUILDS[build]] for build in ("cpu", "gpu"))
    assert cpu == gpu


def test_an_extra_brings_no_second_build_of_onnx_runtime_along():
    """It is installed by hand, where .ci/environment may have chosen the other build."""
    extras = [f"requirements-{name}.txt" for name in DESCRIBED["project"]["optional-dependencies"]]
    assert set(extras) <= set(FILES)
    assert [name for name in extras if any(line.startswith("-r ") for line in lines(name))] == []


def test_pyproject_asks_for_what_requirements_ask_for():
    project = DESCRIBED["project"]
    app = {str(one) for one in asked("requirements.txt") if one.name != "pytest"}
    assert {str(Requirement(line)) for line in project["dependencies"]} == app
    for name, group in project["optional-dependencies"].items():
        file = asked(f"requirements-{name}.txt")
        assert {str(Requirement(line)) for line in group} == {str(one) for one in file}
    assert set(USERS_LIST) <= {one.name for one in asked("requirements.txt")}
    (backend,) = DESCRIBED["build-system"]["requires"]
    assert str(Requirement(backend)) in {str(one) for one in asked("requirements-dev.txt")}


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script plays Python")
@pytest.mark.parametrize(
    ("driver", "wish", "build"),
    [
        (False, "", "cpu"),
        (True, "", "gpu"),
        (False, "1", "gpu"),
        (True, "0", "cpu"),
    ],
)
@pytest.mark.parametrize("installed", ["none", "cpu", "gpu"])
def test_one_build_of_onnx_runtime_is_installed(driver, wish, build, installed, tmp_path):
    """The other one goes before, and a second call does nothing."""
    for name in (*FILES, "requirements.lock", ".ci/environment"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON)
    python.chmod(0o755)
    variables = {
        "PATH": "/usr/bin:/bin",
        "DRIVER": "0" if driver else "1",
        "INSTALLED": BUILDS.get(installed, "none"),
    }
    command = ["bash", ".ci/environment", "requirements.txt"]
    for _ in range(2):
        subprocess.run(
            command,
            cwd=tmp_path,
            env=variables | {"KERNELSCOPE_GPU": wish},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    told = (tmp_path / "told").read_text().splitlines()
    other = {"cpu": "gpu", "gpu": "cpu"}[build]
    assert [line for line in told if " uninstall " in line] == (
        [told[0]] if installed == other else []
    )
    assert len(told) == 1 + (installed == other)
    assert told[-1].split()[-4:] == [
        *("-r", ".venv/requirements/requirements.txt", "-c", "requirements.lock")
    ]
    written = (tmp_path / ".venv" / "requirements" / "requirements.txt").read_text()
    builds = [line for line in written.splitlines() if line.startswith(BUILDS["cpu"])]
    if build == "cpu":
        (only,) = map(Requirement, builds)
        assert (only.name, only.marker) == (BUILDS["cpu"], None)  # on every system
    else:
        assert written == (ROOT / "requirements.txt").read_text()
