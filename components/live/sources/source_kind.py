"""A kind of live source: what pages call it, and the controls that lead to one."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from core.inference.live import Source
from core.localization.experiment import Experiment


@dataclass(frozen=True)
class SourceChoice:
    """``key`` changes when another source must be made, which ``make`` does; ``note`` says what
    is missing when there is nothing to make.
    """

    key: Hashable
    make: Callable[[], Source] | None
    note: str = ""


@dataclass(frozen=True)
class SourceKind:
    """A row of the table of sources.

    Attributes
    ----------
    key : what links call it; label : what the page calls it
    choose : draws its controls in the current container and says what was chosen; it is given the
        survey, and how the phone is held
    plays : whether it plays, so that a speed can be set; else it is heard as it comes
    held : whether it depends on how the phone is held
    suits : whether it can be had for a survey
    """

    key: str
    label: str
    choose: Callable[[Experiment, str], SourceChoice]
    plays: bool = False
    held: bool = False
    suits: Callable[[Experiment], bool] = lambda experiment: True
