"""One owner's kept data sets: kept, listed, opened, renamed, deleted."""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from core.datasets.workspace import catalogue
from core.datasets.workspace.codec import Arrays, digest_of, encode
from core.datasets.workspace.entry import Entry
from core.datasets.workspace.folder import Folder
from core.datasets.workspace.records import KIND_OF, DataSet
from core.datasets.workspace.set_file import Kept, give_name, read_parts, read_set, unfinished
from core.errors import ParameterError, WorkspaceError
from core.limits import LEAST_FREE_BYTES, LONGEST_UNOPENED, check_limit, value_of
from core.troubles import disk_trouble

Result = TypeVar("Result")
DAY_S = 86_400.0


class Workspace:
    """Data sets that one owner keeps in a folder, where they outlive the program.

    A set is whole or not there, whenever the program ends. The same content is one file, found
    under the same key. Owners see nothing of each other. How much may be kept, and for how long,
    stands in :mod:`core.limits`. Threads and programs may use a folder together.

    Parameters
    ----------
    folder : str or Path
        Where all owners' sets lie; made when it is not there.
    owner : str
        Whose sets these are; only a hash of it is written.

    Raises
    ------
    ParameterError
        When the owner is empty.
    WorkspaceError
        When the folder cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> from core.datasets import PointCloud, Workspace
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mine = Workspace(folder, "ann")
    ...     key = mine.keep(PointCloud([[0.0], [2.5]], ["x"]), "two points")
    ...     again = Workspace(folder, "ann").open(key)
    ...     (len(key), again.values.tolist(), Workspace(folder, "bob").entries())
    (32, [[0.0], [2.5]], ())
    """

    def __init__(self, folder: str | Path, owner: str) -> None:
        if not owner:
            raise ParameterError("The owner of a workspace is empty; give any text that names it.")
        self._owner = digest_of_owner(owner)
        self._folder = Folder(Path(folder))
        self._catalogue = catalogue.catalogue_at(self._folder.catalogue, self._folder.found)
        # What lies in a folder that cannot be written can still be opened; keep says what is wrong.
        with contextlib.suppress(WorkspaceError):
            self._catalogue.check()
            self._sweep()

    def keep(
        self,
        data_set: DataSet,
        name: str,
        *,
        notices: Iterable[str] = (),
        details: Mapping[str, Any] | None = None,
        extras: Mapping[str, Any] | None = None,
    ) -> str:
        """Keep a data set; when this returns, it stands on the disk.

        The same content again is the set that is kept already, under the new name.

        Parameters
        ----------
        data_set : FingerprintSet, PacketLog, PointCloud, GraphData or WholeFile
            What is kept.
        name : str
            What it is called.
        notices : iterable of str, optional
            What was detected, converted and left out when it was read.
        details : Mapping, optional
            More to know of it without opening it: names to text, numbers, lists.
        extras : Mapping, optional
            More that belongs to it, read when it is opened: names to arrays, text, numbers.

        Returns
        -------
        str
            The key, made of the data set, the details and the extras.

        Raises
        ------
        ParameterError
            When this is no data set, or holds what cannot be written.
        LimitError
            When the owner, or all together, would keep too much.
        WorkspaceError
            When the disk is full or cannot be written. All that was kept before stays.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import PointCloud, Workspace
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     keys = {mine.keep(PointCloud([[1.0]], ["x"]), name) for name in ("one", "two")}
        ...     (len(keys), [entry.name for entry in mine.entries()])
        (1, ['two'])
        """
        if type(data_set) not in KIND_OF:
            raise ParameterError(
                f"A {type(data_set).__name__} cannot be kept; "
                f"data sets are: {', '.join(kind.__name__ for kind in KIND_OF)}."
            )
        about = {
            "name": _writable(name),
            "kind": KIND_OF[type(data_set)],
            "notices": [_writable(notice) for notice in notices],
            "details": _plain(details or {}),
        }
        content, arrays = encode(
            {"data_set": data_set, "details": about["details"], "extras": dict(extras or {})}
        )
        key = digest_of(content, arrays)
        self._write(key, {**about, "content": content}, arrays)
        return key

    def open(self, key: str) -> DataSet:
        """The data set that was kept under a key.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it.

        Returns
        -------
        FingerprintSet, PacketLog, PointCloud, GraphData or WholeFile
            Equal to what was kept.

        Raises
        ------
        WorkspaceError
            When this owner keeps nothing under the key, or the file is damaged.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     mine.open(mine.keep(load("karate"), "the club")).n_nodes
        34
        """
        return self.read(key).data_set

    def read(self, key: str) -> Kept:
        """The data set with its entry and its extras.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it.

        Returns
        -------
        Kept
            ``entry``, ``data_set`` and ``extras``.

        Raises
        ------
        WorkspaceError
            When this owner keeps nothing under the key, or the file is damaged.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     kept = mine.read(mine.keep(load("karate"), "the club", extras={"year": 1977}))
        >>> kept.entry.name, kept.extras
        ('the club', {'year': 1977})
        """
        path = self._path(key)
        try:
            kept = read_set(path)
        except FileNotFoundError:
            raise self._unknown(key) from None
        now_s = time.time()
        # A set that was opened is open, also where nobody may write that down.
        with contextlib.suppress(OSError, WorkspaceError):
            os.utime(path, (now_s, now_s))
            self._catalogue.run(
                lambda connection: catalogue.note_opening(connection, self._owner, key, now_s)
            )
        return kept

    def entries(self) -> tuple[Entry, ...]:
        """What this owner keeps, without opening it.

        Returns
        -------
        tuple of Entry
            What was kept last comes first.

        Raises
        ------
        WorkspaceError
            When the folder cannot be read.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     key = mine.keep(load("karate"), "the club")
        ...     [(entry.name, entry.kind) for entry in mine.entries()]
        [('the club', 'graph')]
        """
        try:
            known = self._catalogue.run(
                lambda connection: catalogue.listed(connection, self._owner)
            )
        except WorkspaceError:  # the files say it too, where the list cannot be written or read
            known = self._folder.entries_of(self._owner)
        return tuple(known.values())

    def rename(self, key: str, name: str) -> None:
        """Call a kept set something else; its key stays.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it.
        name : str
            What it is called from now on.

        Raises
        ------
        WorkspaceError
            When nothing is kept under the key, or the disk is full or cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     mine.rename(mine.keep(load("karate"), "x"), "the club")
        ...     mine.entries()[0].name
        'the club'
        """
        try:
            manifest, arrays = read_parts(self._path(key))
        except FileNotFoundError:
            raise self._unknown(key) from None
        self._write(key, {**manifest, "name": _writable(name)}, arrays)

    def delete(self, key: str) -> Entry:
        """Delete a kept set from the disk.

        Parameters
        ----------
        key : str
            As :meth:`keep` gave it.

        Returns
        -------
        Entry
            What was deleted.

        Raises
        ------
        WorkspaceError
            When nothing is kept under the key, or the file cannot be removed.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     deleted = mine.delete(mine.keep(load("karate"), "the club"))
        ...     (deleted.name, mine.entries())
        ('the club', ())
        """
        path = self._path(key)

        def remove(connection: sqlite3.Connection) -> Entry:
            entry = catalogue.listed(connection, self._owner).get(key) or self._folder.entry(path)
            if entry is None:
                raise self._unknown(key)
            path.unlink(missing_ok=True)  # first: a file without a row would be listed again
            catalogue.drop(connection, self._owner, key)
            return entry

        return self._run(remove)

    def delete_all(self) -> int:
        """Delete everything that this owner keeps.

        Returns
        -------
        int
            How many sets were deleted.

        Raises
        ------
        WorkspaceError
            When a file cannot be removed.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine = Workspace(folder, "ann")
        ...     key = mine.keep(load("karate"), "the club")
        ...     (mine.delete_all(), mine.entries())
        (1, ())
        """

        def remove(connection: sqlite3.Connection) -> int:
            count = len(catalogue.listed(connection, self._owner))
            self._folder.empty(self._owner)
            catalogue.drop_all(connection, self._owner)
            return count

        return self._run(remove)

    @property
    def owner_digest(self) -> str:
        """What stands for the owner on the disk: a hash, which tells owners apart."""
        return self._owner

    @property
    def current(self) -> str | None:
        """The key that this owner works with, as was said last; None when that set is gone."""
        return self._catalogue.run(lambda connection: catalogue.current_of(connection, self._owner))

    def make_current(self, key: str | None) -> None:
        """Note which set this owner works with.

        Parameters
        ----------
        key : str or None
            As :meth:`keep` gave it; None for none.

        Raises
        ------
        WorkspaceError
            When it cannot be written down.

        Examples
        --------
        >>> import tempfile
        >>> from core.datasets import Workspace, load
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     key = Workspace(folder, "ann").keep(load("karate"), "the club")
        ...     Workspace(folder, "ann").make_current(key)
        ...     Workspace(folder, "ann").current == key
        True
        """
        self._run(lambda connection: catalogue.set_current(connection, self._owner, key))

    def _write(self, key: str, manifest: dict[str, Any], arrays: Arrays) -> None:
        """Put a whole file under its key and into the list, if the limits allow it."""
        with _disk():
            self._check_free(sum(array.nbytes for array in arrays.values()))
            now_s = time.time()
            path = self._path(key)
            kept = self._folder.entry(path)
            manifest = {**manifest, "created_s": kept.created_s if kept else now_s}
            with unfinished(self._folder.unfinished, manifest, arrays) as part:
                os.utime(part, (now_s, now_s))
                entry = Entry(
                    key=key,
                    n_bytes=part.stat().st_size,
                    opened_s=now_s,
                    notices=tuple(manifest["notices"]),
                    **{name: manifest[name] for name in ("name", "kind", "details", "created_s")},
                )

                def put(connection: sqlite3.Connection) -> None:
                    self._check_quota(connection, entry)
                    if part.exists():  # it is gone where the list had to be made again half-way
                        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                        give_name(part, path)
                    catalogue.put(connection, self._owner, entry)

                self._catalogue.run(put)

    def _check_quota(self, connection: sqlite3.Connection, entry: Entry) -> None:
        n_sets, mine, in_all = catalogue.total_without(connection, self._owner, entry.key)
        what = f"What you keep, together with {entry.name!r},"
        check_limit("workspace_owner_sets", n_sets + 1, what=what)
        check_limit("workspace_owner_bytes", mine + entry.n_bytes, what=what)
        in_all += entry.n_bytes
        check_limit("workspace_bytes", in_all, what="What all keep here, with this set,")

    def _check_free(self, n_bytes: int) -> None:
        free, least = shutil.disk_usage(self._folder.root).free, value_of(LEAST_FREE_BYTES)
        if free - n_bytes < least:
            raise WorkspaceError(
                f"The disk has {free:,} bytes free; this set takes up to {n_bytes:,} and "
                f"{least:,} must stay free. {LEAST_FREE_BYTES.way_out}"
            )

    def _sweep(self) -> None:
        """Bring list and files together again, and delete what nobody has opened for too long."""
        days = value_of(LONGEST_UNOPENED)

        def sweep(connection: sqlite3.Connection) -> None:
            listed = catalogue.listed(connection, self._owner)
            for key in self._folder.keys_of(self._owner) ^ set(listed):
                entry = self._folder.entry(self._path(key))
                if entry is None:
                    catalogue.drop(connection, self._owner, key)
                else:
                    catalogue.put(connection, self._owner, entry)
            if days:
                for owner, key in catalogue.unopened_since(connection, time.time() - days * DAY_S):
                    self._folder.path(owner, key).unlink(missing_ok=True)
                    catalogue.drop(connection, owner, key)

        self._folder.sweep()
        self._run(sweep)

    def _run(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        with _disk():
            return self._catalogue.run(action)

    def _path(self, key: str) -> Path:
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            raise self._unknown(key)
        return self._folder.path(self._owner, key)

    def _unknown(self, key: str) -> WorkspaceError:
        return WorkspaceError(
            f"Nothing is kept here under {key[:40]!r}: it was deleted, or it belongs to somebody "
            "else. entries() lists what there is."
        )


def digest_of_owner(owner: str) -> str:
    """What stands for an owner on the disk.

    >>> len(digest_of_owner("ann"))
    32
    """
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk_trouble(error) from None


def _writable(text: str) -> str:
    """Text that any encoding of Unicode can hold; half characters become question marks."""
    return str(text).encode("utf-8", "replace").decode()


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as they come back from JSON, so that they are the same before and after."""
    try:
        return json.loads(json.dumps(dict(details), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"The details of a kept set must be text, finite numbers and lists ({error}); "
            "arrays belong into extras."
        ) from None
