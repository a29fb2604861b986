"""The file formats that can be uploaded: each lives in a file of its own and registers here.

To add one, write a file with a function (data, filename, kind) -> Upload, register it, and import
that file in upload.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.datasets.readers.result import Upload


@dataclass(frozen=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : shown to the user, for instance "NPY"
    recognises : tells the format from the content, given what ``looks_like`` says of it; the
        file's name is never asked
    read : (data, filename, kind) -> Upload; raises UploadError, LimitError or ParameterError only
    """

    name: str
    recognises: Callable[[bytes, str], bool]
    read: Callable[[bytes, str, str | None], Upload]


FORMATS: dict[str, Format] = {}


def register(format_: Format) -> Format:
    """Add a format; those registered first are asked first."""
    FORMATS[format_.name] = format_
    return format_
