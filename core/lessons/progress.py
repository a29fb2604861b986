"""How far one owner has come in each lesson, in a small file beside the workspace's sets."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import WorkspaceError
from core.limits import check_limit


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a lesson.

    Attributes
    ----------
    step : int
        The step that was open last, from 1.
    right : tuple of int
        The steps whose question was answered rightly, in order.
    done : bool
        Whether the last step was finished.

    Examples
    --------
    >>> Standing().found(2).at(3)
    Standing(step=3, right=(2,), done=False)
    """

    step: int = 1
    right: tuple[int, ...] = ()
    done: bool = False

    def at(self, step: int) -> "Standing":
        """The same with another step open."""
        return replace(self, step=step)

    def found(self, step: int) -> "Standing":
        """The same with the question of a step answered."""
        return replace(self, right=tuple(sorted({*self.right, step})))


class Progress:
    """One owner's standings by lesson, read and written whole.

    Parameters
    ----------
    folder : str or Path
        The workspace's folder; what is written lies in ``lessons`` below it.
    owner_digest : str
        What stands for the owner there, as ``Workspace.owner_digest`` says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mine = Progress(folder, "0a1b")
    ...     mine.write({"waiting": Standing(step=2)})
    ...     mine.read()
    {'waiting': Standing(step=2, right=(), done=False)}
    """

    def __init__(self, folder: str | Path, owner_digest: str) -> None:
        self._path = Path(folder) / "lessons" / f"{owner_digest}.json"

    def read(self) -> dict[str, Standing]:
        """What was written last; a file that is gone or damaged is as if nothing was begun.

        Returns
        -------
        dict of str to Standing
            By the lesson's key.

        Examples
        --------
        >>> Progress("/nowhere", "0a1b").read()
        {}
        """
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(key): Standing(int(row["step"]), tuple(map(int, row["right"])), row["done"])
                for key, row in found.items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}

    def write(self, standings: Mapping[str, Standing]) -> None:
        """Put all standings on the disk, whole or not at all.

        Parameters
        ----------
        standings : Mapping of str to Standing
            By the lesson's key; what was there before is replaced.

        Raises
        ------
        LimitError
            When there are more lessons than are kept.
        WorkspaceError
            When the disk refuses.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Progress(folder, "0a1b").write({})
        """
        check_limit("lessons_begun", len(standings), what="Your progress")
        rows = {
            key: {"step": each.step, "right": list(each.right), "done": each.done}
            for key, each in standings.items()
        }
        part = self._path.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8") as file:
                json.dump(rows, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise WorkspaceError(
                f"How far you are in your lessons could not be saved ({error.strerror}); it is "
                "known until this tab is closed."
            ) from None
