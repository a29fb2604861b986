"""One file format: what the table of formats says of it, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.datasets.readers.apart.reading import read_apart
from core.datasets.readers.column_mapping import KINDS
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table
from core.datasets.readers.template import Template
from core.errors import ParameterError


@dataclass(frozen=True)
class Format:
    """A file format; functions given to it raise UploadError, LimitError or ParameterError only.

    Attributes
    ----------
    name : differs between any two formats
    title : what lists call it, for instance "JSON (node-link)"
    suffixes : how its files' names usually end, for instance ".csv"; shown, and never asked
    recognises : tells the format from the content, given what ``looks_like`` says of it
    holds : kind of data → in a few words, how a file holds it; "" where nothing need be said
    inspect : (data, filename) → the cells of a table, of which the user is then asked what the
        columns mean; None for a format without columns
    read : (data, filename, kind) → Upload; None for a table whose columns are guessed
    templates : example files
    no_template : why there is none
    asked_last : whether it takes only what no other format recognises
    apart_from : a file of so many bytes or more is read in a process of its own, with limits of
        memory and time: 0 where a small file may ask for much or its reader is compiled code, None
        (never) where the reader is Python and asks for as much as the file is large; then a table
        has no ``read_again``
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes, str], bool]
    holds: Mapping[str, str]
    inspect: Callable[[bytes, str], Table] | None = None
    read: Callable[[bytes, str, str | None], Upload] | None = None
    templates: tuple[Template, ...] = ()
    no_template: str = ""
    asked_last: bool = False
    apart_from: int | None = None

    def __post_init__(self) -> None:
        if not self.holds or not self.holds.keys() <= set(KINDS):
            raise ParameterError(
                f"The format {self.name} holds {', '.join(self.holds) or 'nothing'}; choose from: "
                f"{', '.join(KINDS)}."
            )
        if self.inspect is None and self.read is None:
            raise ParameterError(
                f"The format {self.name} can neither be inspected nor read; give inspect for a "
                "table and read for anything else."
            )
        if bool(self.templates) == bool(self.no_template):
            raise ParameterError(
                f"The format {self.name} needs either templates or, in no_template, the reason "
                "why there is none."
            )

    def tabulate(self, data: bytes, filename: str) -> Table | None:
        """The cells of a file, read apart where the row says so; None for one without columns."""
        if self.inspect is None:
            return None
        if not self._is_apart(data):
            return self.inspect(data, filename)
        table = read_apart(self.name, "inspect", data, filename)
        if not isinstance(table, Table):
            raise ParameterError(f"The format {self.name} was inspected and gave no table.")
        return table

    def open(self, data: bytes, filename: str, kind: str | None = None) -> Upload:
        """The data set of a file; the columns of a table are guessed."""
        if self.read is not None:
            if not self._is_apart(data):
                return self.read(data, filename, kind)
            upload = read_apart(self.name, "read", data, filename, kind)
            if isinstance(upload, Upload):
                return upload
        table = self.tabulate(data, filename)
        if table is None:
            raise ParameterError(f"The format {self.name} can neither be inspected nor read.")
        return build_upload(table, guess_mapping(table, kind))

    def _is_apart(self, data: bytes) -> bool:
        return self.apart_from is not None and len(data) >= self.apart_from
