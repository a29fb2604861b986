"""Uploaded archives: refused before unpacking when they could do harm."""

import stat
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from core.datasets.data_source import ZipSource
from core.errors import UploadError
from core.limits import check_limit


def open_archive(data: bytes, name: str) -> ZipSource:
    """A checked archive in memory; nothing is ever written to disk.

    Raises UploadError for paths that lead out, links and archives within; LimitError for too many
    members, too many bytes or an expansion that only a bomb has. The sizes are those that the
    directory of the archive states, and reading stops there.
    """
    check_limit("binary_bytes", len(data), what=f"The archive {name}")
    try:
        source = ZipSource(data)
    except UploadError:
        raise UploadError(f"{name} is not a readable ZIP archive; pack it again.") from None
    members = source.members
    check_limit("archive_members", len(members), what=f"The archive {name}")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0:1]:
            raise UploadError(f"{name} holds a member whose path leads out of it; pack it again.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UploadError(f"{name} holds a link instead of a file; pack the file itself.")
        if path.suffix.lower() in (".zip", ".npz", ".gz", ".7z", ".rar"):
            raise UploadError(f"{name} holds another archive; pack the files without it.")
        if member.flag_bits & 1:
            raise UploadError(f"{name} is locked with a password; pack it without one.")
    unpacked = sum(member.file_size for member in members)
    check_limit("binary_bytes", unpacked, what=f"The archive {name}, unpacked,")
    if unpacked > 1_000_000:
        ratio = unpacked // max(1, len(data))
        check_limit("unpacking_ratio", ratio, what=f"The archive {name}")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise UploadError(f"{name} holds two members of the same name; pack it again.")
    return source


def data_members(names: Iterable[str]) -> list[str]:
    """The members that hold data: what a file manager adds of its own is none.

    >>> data_members(["a/b.csv", "__MACOSX/a/._b.csv", ".DS_Store"])
    ['a/b.csv']
    """
    return [
        name
        for name in names
        if not name.startswith("__MACOSX/") and not PurePosixPath(name).name.startswith(".")
    ]


def archive_kind(data: bytes) -> str:
    """What the names in a ZIP archive say that it is.

    "npz" (arrays), "xlsx", "ods", "vectors" (a table of vectors and one of metadata), "one" (a
    single file), else "parts"; "" for what is no readable archive.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    try:
        names = list(ZipSource(data).names())
    except UploadError:
        # A damaged archive is one of parts, whose reader says that it is damaged.
        return "parts"
    if names and all(name.endswith(".npy") for name in names):
        return "npz"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= set(names):
        return "ods"
    files = data_members(names)
    if len(files) == 2 and metadata_member(files):
        return "vectors"
    return "one" if len(files) == 1 else "parts"


def metadata_member(names: Sequence[str]) -> str:
    """The one of two files whose name says that it holds metadata of the other; else "".

    >>> metadata_member(["vectors.tsv", "metadata.tsv"]), metadata_member(["rss.csv", "crd.csv"])
    ('metadata.tsv', '')
    """
    said = [name for name in names if "meta" in PurePosixPath(name).name.lower()]
    return said[0] if len(said) == 1 and len(names) == 2 else ""
