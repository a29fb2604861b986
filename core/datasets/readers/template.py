"""A small example file of a format: to download, fill in and upload."""

from dataclasses import dataclass

from core.datasets.readers.column_mapping import KINDS
from core.errors import ParameterError


@dataclass(frozen=True)
class Template:
    """An example file.

    Attributes
    ----------
    key : differs between any two templates
    filename, title, text : what it is called, what it is for, what it holds
    kind : the kind of data that it reads as; None for a table that goes with another one
    goes_with : the kind of data whose table such a one goes with (locations, beacon positions)
    """

    key: str
    filename: str
    title: str
    text: str
    kind: str | None
    goes_with: str | None = None

    def __post_init__(self) -> None:
        if self.offered_for not in KINDS:
            raise ParameterError(
                f"The template {self.key!r} is for {self.offered_for!r}; give kind or goes_with as "
                f"one of: {', '.join(KINDS)}."
            )

    @property
    def offered_for(self) -> str | None:
        """The kind of data in whose dialogs it is offered."""
        return self.kind or self.goes_with
