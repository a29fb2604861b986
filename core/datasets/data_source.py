"""A folder or a ZIP archive as one thing to look files up in; nothing is ever extracted to disk."""

import io
import lzma
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from core.errors import UploadError
from core.limits import check_limit

# What zipfile and its decompressors raise at damaged archives.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)


class DataSource(ABC):
    """Where named files can be found, at any depth below."""

    @abstractmethod
    def names(self) -> Iterator[str]:
        """Every file's path below this source, with forward slashes."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """The bytes of one file of :meth:`names`."""

    def find(self, *file_names: str) -> str | None:
        """The first file whose last path component is one of ``file_names``, in that order."""
        known = {PurePosixPath(name).name: name for name in self.names()}
        return next((known[name] for name in file_names if name in known), None)


class FolderSource(DataSource):
    """A folder, looked through to a depth of three folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> Iterator[str]:
        """Files at most three folders deep, so that a large home folder is not walked."""
        for pattern in ("*", "*/*", "*/*/*", "*/*/*/*"):
            for path in sorted(self._folder.glob(pattern)):
                if path.is_file():
                    yield path.relative_to(self._folder).as_posix()

    def read(self, name: str) -> bytes:
        """The file's bytes, refused above the limit of an archive member."""
        path = self._folder / name
        check_limit("member_bytes", path.stat().st_size, what=f"The file {path.name}")
        return path.read_bytes()


class ZipSource(DataSource):
    """A ZIP archive in memory or on disk."""

    def __init__(self, archive: Path | bytes) -> None:
        try:
            file = io.BytesIO(archive) if isinstance(archive, bytes) else archive
            self._archive = zipfile.ZipFile(file)
        except _DAMAGED:
            raise UploadError("The file is not a readable ZIP archive; pack it again.") from None

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """What the archive's directory says of its members."""
        return self._archive.infolist()

    def names(self) -> Iterator[str]:
        """The members that are files."""
        infos = self._archive.infolist()
        return (info.filename for info in infos if info.filename and not info.is_dir())

    def read(self, name: str) -> bytes:
        """The member's bytes, refused above the limit before anything is unpacked."""
        size = self._archive.getinfo(name).file_size
        check_limit("member_bytes", size, what=f"The archive member {PurePosixPath(name).name}")
        try:
            return self._archive.read(name)
        except _DAMAGED as error:
            raise UploadError(
                f"The archive member {PurePosixPath(name).name} cannot be unpacked ({error}); "
                "pack it again without a password."
            ) from None


def open_source(path: Path) -> DataSource:
    """A folder or a ZIP archive; UploadError for anything else."""
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return ZipSource(path)
    raise UploadError(f"There is no folder or ZIP archive {path.name!r}; check the name.")
