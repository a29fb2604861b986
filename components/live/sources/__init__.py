"""The sources that a visitor can follow: one file each, with its controls.

A source is added by a file with its ``ROW``, and by the file's name in ``FILES``.
"""

from importlib import import_module

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.errors import ParameterError
from core.localization.experiment import Experiment

# In the order in which the page lists them.
FILES = ("walker", "replay", "recording", "mqtt", "csv_file", "bluetooth")
SOURCES: tuple[SourceKind, ...] = tuple(import_module(f"{__name__}.{file}").ROW for file in FILES)


def source_named(key: str) -> SourceKind:
    """The row of the table; ParameterError lists the keys when there is none.

    >>> source_named("csv").label
    'Growing CSV file'
    """
    for row in SOURCES:
        if row.key == key:
            return row
    raise ParameterError(f"source is {key!r}; choose one of: {', '.join(r.key for r in SOURCES)}.")


def sources_for(experiment: Experiment) -> tuple[SourceKind, ...]:
    """What can be had for this survey."""
    return tuple(row for row in SOURCES if row.suits(experiment))


def choose_source(experiment: Experiment, key: str, pose: str) -> SourceChoice:
    """Draw the fields of this kind of source in the current container."""
    return source_named(key).choose(experiment, pose)
