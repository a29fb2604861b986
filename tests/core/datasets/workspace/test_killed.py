"""A program that is ended in the middle of saving has lost nothing that it said was kept."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.datasets import Workspace
from tests.core.datasets.workspace.saves_until_killed import numbered
from tests.core.datasets.workspace.sets import same

ROOT = Path(__file__).resolve().parents[4]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")


def save(folder: Path, start: int, stop: int) -> subprocess.Popen:
    module = "tests.core.datasets.workspace.saves_until_killed"
    command = [sys.executable, "-m", module, str(folder), str(start), str(stop)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("n_saves", "n_kills"), [(150, 4), pytest.param(1_000, 8, marks=pytest.mark.thorough)]
)
def test_kill_9_in_the_middle_of_many_saves_loses_none_and_leaves_no_half(
    tmp_path, n_saves, n_kills
):
    draw = random.Random(0)
    promised: dict[int, str] = {}
    moments = sorted(draw.sample(range(1, n_saves), n_kills - 1))
    for moment in [*moments, n_saves]:
        with save(tmp_path, len(promised), n_saves) as child:
            for line in child.stdout:
                promised[int(line.split()[0])] = line.split()[1]
                if len(promised) == moment < n_saves:
                    # The next save is under way: how far, the machine decides.
                    for _ in range(draw.randrange(200_000)):
                        pass
                    child.send_signal(signal.SIGKILL)
        assert child.returncode in (0, -signal.SIGKILL)
        workspace = Workspace(tmp_path, "ann")
        listed = {entry.key: entry for entry in workspace.entries()}
        assert set(promised.values()) <= set(listed)
        assert all(entry.kind != "damaged" for entry in listed.values())
        newest = list(promised.items())[-30:]
        for number, key in promised.items() if moment == n_saves else newest:
            assert same(workspace.open(key), numbered(number))
        for key in set(listed) - set(promised.values()):  # kept, but not said any more
            workspace.open(key)
    assert len(promised) == len(listed) == n_saves


def test_two_programs_save_into_a_new_folder_at_once(tmp_path):
    children = [save(tmp_path / "new", start, start + 40) for start in (0, 40, 80)]
    said = [child.communicate()[0].splitlines() for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    workspace = Workspace(tmp_path / "new", "ann")
    assert len(workspace.entries()) == sum(map(len, said)) == 120
    for number, key in (line.split() for lines in said for line in lines):
        assert same(workspace.open(key), numbered(int(number)))
