"""The settings of the "Lessons" view."""

from core.lessons import LEVELS
from core.parameters import Parameter

ANY_LEVEL = "all"
LEVEL = Parameter(
    "level",
    "For whom",
    str,
    ANY_LEVEL,
    options=(ANY_LEVEL, *LEVELS),
    labels=("Everybody", *(name.capitalize() for name in LEVELS)),
    help="Which lessons the list shows: newcomers need nothing, students some statistics, "
    "researchers are at home with formulas.",
)
