"""What a disk may answer, as sentences with a way on."""

import errno
import sqlite3

from core.errors import WorkspaceError

_FULL = (
    "The disk is full, so this was not kept; what was kept before is unchanged. "
    "Free some space on the disk or delete kept sets, then try again."
)
_UNWRITABLE = (
    "The folder of the workspace cannot be written, so nothing more can be kept there; what is in "
    "it is unchanged. Give the program the right to write there, or choose another folder."
)
_BUSY = "The workspace is busy with other work and did not answer in time. Try again."
_OF_DISK = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR), _UNWRITABLE),
    **dict.fromkeys((errno.EEXIST, errno.EISDIR, errno.ENOENT), _UNWRITABLE),
}
_OF_DATABASE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
}
_OTHER = "The disk of the workspace does not work as it should ({}); check the disk, and try again."


def disk_trouble(error: OSError) -> WorkspaceError:
    """The sentence for an error of the file system.

    >>> str(disk_trouble(OSError(errno.ENOSPC, "No space left on device"))).split(",")[0]
    'The disk is full'
    """
    return WorkspaceError(_OF_DISK.get(error.errno or 0, _OTHER.format(error.strerror)))


def database_trouble(error: sqlite3.Error) -> WorkspaceError:
    """The sentence for an error of the list."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return WorkspaceError(_OF_DATABASE.get(code, _OTHER.format(error)))
