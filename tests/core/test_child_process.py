"""Native steps in a process of their own: the same answers, and an end when nobody waits."""

import os
import stat
import time
from pathlib import Path

import numpy as np
import pytest

from core.child_process import in_child, in_child_from
from core.errors import Cancelled, ComputeError, ParameterError
from core.parallel import cancelled_when

FOREVER_S = 600.0


def begin_and_never_end(place: str) -> None:
    """Says in a file which process does it."""
    Path(place).write_text(str(os.getpid()))
    time.sleep(FOREVER_S)


def refuse() -> None:
    raise ParameterError("x is 7; choose below 5.")


def die() -> None:
    os._exit(9)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_answer_is_that_of_the_function():
    matrix = np.random.default_rng(0).normal(size=(40, 40))
    with cancelled_when(lambda: False):
        values, vectors = in_child(np.linalg.eigh, matrix @ matrix.T)
        assert in_child(os.getpid) != os.getpid()
        assert in_child_from(3, os.path.join, "ab", "c") == "ab/c"
    np.testing.assert_array_equal(values, np.linalg.eigh(matrix @ matrix.T)[0])
    np.testing.assert_array_equal(vectors, np.linalg.eigh(matrix @ matrix.T)[1])
    assert in_child(os.getpid) == os.getpid(), "nobody can go: nothing is to be killed"


def test_errors_come_back_as_they_are():
    with cancelled_when(lambda: False):
        with pytest.raises(ParameterError, match="x is 7"):
            in_child(refuse)
        with pytest.raises(np.linalg.LinAlgError):
            in_child(np.linalg.inv, np.zeros((2, 2)))
        with pytest.raises(ComputeError, match="code 9"):
            in_child(die)


def test_a_step_that_nobody_waits_for_is_ended_with_its_process(tmp_path):
    place = tmp_path / "process"
    with (
        cancelled_when(lambda: place.exists() and place.read_text() != ""),
        pytest.raises(Cancelled),
    ):
        in_child(begin_and_never_end, str(place))
    assert not is_alive(int(place.read_text()))


def test_what_is_handed_over_is_written_to_no_file():
    """What visitors upload stays in memory, also what is larger than a pipe holds at once."""
    rows = np.arange(400_000.0)
    with cancelled_when(lambda: False):
        assert stat.S_ISFIFO(in_child(os.fstat, 0).st_mode)
        np.testing.assert_array_equal(in_child(np.sort, rows[::-1]), rows)
