"""System packages are installed on a build machine, and elsewhere only when a person agrees."""

import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="apt-get is not for Windows")
ASK = ["system_package", "kernelscope-no-package", "For a test"]


@pytest.fixture
def machine(tmp_path) -> Path:
    """A folder of programs for root, with an apt-get that only writes down what it is told."""
    for name, line in (("apt-get", f'echo "$@" >> "{tmp_path}/told"'), ("id", "echo 0")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)
    for name in ("bash", "sh", "dirname", "uname", "grep"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def run(machine: Path, script: str, *arguments: str, **variables: str) -> tuple[str, str]:
    """(what apt-get was told, what the script said) in an otherwise empty environment."""
    done = subprocess.run(
        [str(machine / "bash"), str(ROOT / ".ci" / script), *arguments],
        env={"PATH": str(machine)} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    told = machine / "told"
    return told.read_text() if told.exists() else "", done.stderr


def test_nothing_is_installed_when_nobody_can_be_asked(machine):
    told, said = run(machine, *ASK)
    assert told == ""
    assert "For a test" in said
    assert "apt-get install kernelscope-no-package" in said


@pytest.mark.parametrize("variable", ["CI", "KERNELSCOPE_SYSTEM_PACKAGES"])
def test_a_build_machine_installs_at_once(machine, variable):
    told, _ = run(machine, *ASK, **{variable: "true"})
    assert told.splitlines()[-1].endswith(" kernelscope-no-package")


@pytest.mark.parametrize(("answer", "installs"), [("y\n", True), ("\n", False), ("n\n", False)])
def test_a_person_is_asked_with_the_reason(machine, answer, installs):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    subprocess.run(
        [str(machine / "bash"), str(ROOT / ".ci" / ASK[0]), *ASK[1:]],
        env={"PATH": str(machine)},
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    said = ""
    while select.select([ours], [], [], 0.2)[0]:  # what the terminal repeats may come by itself
        said += os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "For a test. Install the system package kernelscope-no-package? [y/N]" in said
    assert (machine / "told").exists() == installs


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
def test_a_script_of_the_tests_asks_by_the_same_rule(machine):
    told, said = run(machine, "strace")
    assert told == ""
    assert "apt-get install strace" in said
    told, _ = run(machine, "strace", KERNELSCOPE_SYSTEM_PACKAGES="install")
    assert told.splitlines()[-1].endswith(" strace")


def test_no_script_installs_by_itself():
    for path in (ROOT / ".ci").iterdir():
        if path.name != "system_package":
            assert "apt-get" not in path.read_text(encoding="utf-8"), path
    assert "KERNELSCOPE_SYSTEM_PACKAGES=install" in (ROOT / ".ci" / "run").read_text()
    assert "KERNELSCOPE_SYSTEM_PACKAGES" not in (ROOT / "Makefile").read_text()


def test_the_program_that_draws_figures_is_asked_for_by_the_same_rule(machine):
    told, said = run(machine, "rsvg")
    assert told == ""
    assert "apt-get install librsvg2-bin" in said
    told, _ = run(machine, "rsvg", KERNELSCOPE_SYSTEM_PACKAGES="install")
    assert told.splitlines()[-1].endswith(" librsvg2-bin")
