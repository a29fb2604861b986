"""Native steps that cannot be asked to stop, in a process that can be ended.

A decomposition or a library's fit runs for minutes without a line of Python between. Within
``core.parallel.cancelled_when`` such a step is done by a child process, which is killed when nobody
waits any more; elsewhere, as in a notebook, it is simply called.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sized
from pathlib import Path
from typing import IO, Any, TypeVar

from core.errors import ComputeError
from core.parallel import check_wanted, somebody_may_go

Result = TypeVar("Result")
ROOT = Path(__file__).resolve().parents[1]
LOOK_EVERY_S = 0.2
LONG_MATRIX = 1_500  # rows from which a dense decomposition takes more than a second


def in_child_from(rows: int, function: Callable[..., Result], array: Sized, *args: Any) -> Result:
    """``function(array, *args)``, in a child process from so many rows of the array on.

    >>> in_child_from(2, sorted, [3, 1])
    [1, 3]
    """
    if len(array) < rows:
        return function(array, *args)
    return in_child(function, array, *args)


def in_child(function: Callable[..., Result], *args: Any) -> Result:
    """``function(*args)``, in a child process that ends with whoever waits for it.

    The function is one of a module, and it, the arguments and the result can be pickled. Raises
    what the function raises, Cancelled when nobody waits any more, and ComputeError when the child
    died of something else, such as a lack of memory.

    >>> in_child(divmod, 7, 3)
    (2, 1)
    """
    if not somebody_may_go():
        return function(*args)
    # Whatever else Python was told to look in, and whichever folder the program was started in.
    folders = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    child = subprocess.Popen(
        [sys.executable, "-m", "core.child_process"],
        stdin=subprocess.PIPE,  # no file: what visitors upload stays in memory
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": folders},
    )
    answer = _answer_to(pickle.dumps((function, args), protocol=pickle.HIGHEST_PROTOCOL), child)
    if child.returncode:
        raise ComputeError(
            f"The computation ended early (code {child.returncode}), most likely because "
            "memory ran out. Use fewer points or nodes."
        )
    result, error = pickle.loads(answer)  # noqa: S301 - made by our own child
    if error is not None:
        raise error
    return result


def _answer_to(work: bytes, child: subprocess.Popen) -> bytes:
    """What the child has written at its end; it is killed when nobody waits any more."""
    # By a thread: ``communicate`` forgets what is left to send when it is asked a second time.
    pipe, child.stdin = child.stdin, None
    sender = threading.Thread(target=_send, args=(pipe, work), daemon=True)
    with child:
        sender.start()
        try:
            while True:
                check_wanted()
                try:
                    return child.communicate(timeout=LOOK_EVERY_S)[0]
                except subprocess.TimeoutExpired:
                    continue
        finally:
            child.kill()
            sender.join()


def _send(pipe: IO[bytes], work: bytes) -> None:
    """Hand the work over; of a child that died before, its code tells."""
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(work)


def _answer() -> None:
    """The child: one call, its result or its error."""
    function, args = pickle.load(sys.stdin.buffer)  # noqa: S301 - sent by our own parent
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no answer
    answer: tuple[Any, Exception | None]
    try:
        answer = (function(*args), None)
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        answer = (None, error)
    answers.write(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    _answer()
