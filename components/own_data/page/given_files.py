"""The files that were dropped: what each one holds, and which of them belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.data_origin import own_key
from components.memory import recall
from core.datasets.readers.part_names import role_of_file
from core.datasets.readers.recognised_kind import RecognisedKind, recognised_kind
from core.datasets.settings_file import is_settings_file
from core.errors import KernelscopeError

SURVEY = "fingerprints"


@dataclass(frozen=True)
class ExampleFile:
    """A file that nobody had to bring, as Streamlit gives one."""

    name: str
    content: bytes

    def getvalue(self) -> bytes:
        """The bytes of the file."""
        return self.content


@dataclass(frozen=True, eq=False)
class Given:
    """Files that are understood together.

    ``found`` is what the first of them holds, or None with the ``problem`` why it cannot be read;
    ``is_settings`` is true of one that holds no data, but the settings of a page.
    """

    files: tuple[Any, ...]
    found: RecognisedKind | None
    problem: KernelscopeError | None = None
    is_settings: bool = False

    @property
    def key(self) -> str:
        """Made of what the files hold."""
        return own_key([file.getvalue() for file in self.files])

    @property
    def n_bytes(self) -> int:
        """Of all files."""
        return sum(len(file.getvalue()) for file in self.files)


def given_files(files: Sequence[Any], *, together: bool = True) -> list[Given]:
    """Each file alone, but the parts of one survey together, unless that was declined.

    The same file given twice counts once.
    """
    distinct = {own_key([file.getvalue()]): file for file in reversed(files)}
    looked_at = [_look(file, key) for key, file in reversed(distinct.items())]
    if not together or not belong_together(looked_at):
        return looked_at
    parts = [each for each in looked_at if _is_part(each)]
    scans = sorted(parts, key=lambda each: each.found is None or each.found.kind != SURVEY)
    joined = Given(tuple(each.files[0] for each in scans), scans[0].found)
    return [joined, *(each for each in looked_at if not _is_part(each))]


def belong_together(given: Sequence[Given]) -> bool:
    """Whether some of the files are the parts of one survey: scans, and what goes with them.

    Also scans of a survey beside scans that are called a test.
    """
    parts = [each for each in given if _is_part(each)]
    scans = [each for each in parts if each.found is not None and each.found.kind == SURVEY]
    if not scans or len(parts) < 2:
        return False
    roles = {role_of_file(each.files[0].name) for each in scans}
    return len(scans) < len(parts) or roles == {"survey", "test"}


def _is_part(given: Given) -> bool:
    return given.found is not None and bool(given.found.kind == SURVEY or given.found.part)


def _look(file: Any, key: str) -> Given:
    if is_settings_file(file.getvalue()):
        return Given((file,), None, is_settings=True)
    try:
        found = recall(
            ("recognised", key, file.name), lambda: recognised_kind(file.getvalue(), file.name)
        )
    except KernelscopeError as error:
        return Given((file,), None, error)
    return Given((file,), found)
