"""Uploaded archives: refused before unpacking when they could do harm."""

import stat
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
    source = ZipSource(data)
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


def is_npz(data: bytes, content: str) -> bool:
    """A ZIP archive whose members are all arrays."""
    if content != "ZIP archive":
        return False
    try:
        names = list(ZipSource(data).names())
    except UploadError:
        return False
    return bool(names) and all(name.endswith(".npy") for name in names)
