"""Where the files of a workspace lie."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from core.datasets.workspace.entry import Entry
from core.datasets.workspace.set_file import SUFFIX, UNFINISHED, read_entry
from core.errors import WorkspaceError
from core.troubles import disk_trouble

LONGEST_WRITE_S = 3_600.0  # what was last written to before that belongs to a program that ended
DAMAGED = "damaged"


class Folder:
    """The files below ``root``; raises WorkspaceError when that folder cannot be made."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.catalogue = self.root / "catalogue.sqlite"
        self.unfinished = self.root / "unfinished"
        self._sets = self.root / "sets"
        try:
            for folder in (self.root, self.unfinished, self._sets):
                if not folder.is_dir():  # also where nobody may write
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise disk_trouble(error) from None

    def path(self, owner: str, key: str) -> Path:
        """Where a set lies, or would lie."""
        return self._sets / owner / f"{key}{SUFFIX}"

    def keys_of(self, owner: str) -> set[str]:
        """The keys of all files of an owner."""
        files = (self._sets / owner).glob(f"*{SUFFIX}")
        return {path.name.removesuffix(SUFFIX) for path in files}

    def entry(self, path: Path) -> Entry | None:
        """What a file says of itself, None when it is gone.

        A damaged file is listed as such, so that its owner sees it and can delete it.
        """
        try:
            status = path.stat()
            return read_entry(path)
        except FileNotFoundError:
            return None
        except WorkspaceError:
            key, name = path.name.removesuffix(SUFFIX), "A damaged file"
            return Entry(key, name, DAMAGED, status.st_size, status.st_mtime, status.st_mtime)

    def entries_of(self, owner: str) -> dict[str, Entry]:
        """What an owner's files say, what was kept last first."""
        found = (self.entry(self.path(owner, key)) for key in self.keys_of(owner))
        there = sorted(
            (each for each in found if each), key=lambda each: (-each.created_s, each.key)
        )
        return {each.key: each for each in there}

    def found(self) -> Iterator[tuple[str, Entry]]:
        """Every owner with each of the entries that the files describe."""
        for folder in self._sets.iterdir():
            for entry in self.entries_of(folder.name).values():
                yield folder.name, entry

    def empty(self, owner: str) -> None:
        """Remove all files of an owner."""
        folder = self._sets / owner
        if folder.is_dir():
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            folder.rmdir()

    def sweep(self) -> None:
        """Remove what programs left half written when they were ended."""
        for path in self.unfinished.glob(f"*{UNFINISHED}"):
            with contextlib.suppress(FileNotFoundError):  # another program sweeps too
                if path.stat().st_mtime < time.time() - LONGEST_WRITE_S:
                    path.unlink()
