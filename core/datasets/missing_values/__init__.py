"""Empty cells of a table of numbers: how many there are, what each way to deal with them costs, and
the ways.
"""

from core.datasets.missing_values.choices import (
    MISSING_CHOICES,
    UNASKED,
    MissingChoice,
    choice_named,
    proposed_choice,
)
from core.datasets.missing_values.completion import Completed, complete
from core.datasets.missing_values.counts import MissingCells, count_missing

__all__ = [
    "MISSING_CHOICES",
    "UNASKED",
    "Completed",
    "MissingCells",
    "MissingChoice",
    "choice_named",
    "complete",
    "count_missing",
    "proposed_choice",
]
