"""Representations: what of a fingerprint is compared, one file each.

A representation is added by a file with its ``ROWS``, and by the file's name in ``FILES``.
"""

from importlib import import_module

from core.errors import ParameterError
from core.localization.representations.representation import Features, Levels, Representation

# In the order in which pages list them.
FILES = ("powed", "dbm", "relative", "powed_band")
_ROWS: tuple[Representation, ...] = tuple(
    row for file in FILES for row in import_module(f"{__name__}.{file}").ROWS
)
REPRESENTATION_TABLE: dict[str, Representation] = {row.name: row for row in _ROWS}
REPRESENTATIONS: tuple[str, ...] = tuple(REPRESENTATION_TABLE)
ON_PAGES: tuple[Representation, ...] = tuple(row for row in _ROWS if row.on_pages)


def representation_named(name: str) -> Representation:
    """The row of the table; ParameterError lists the names when there is none.

    >>> representation_named("dbm").label
    'dBm'
    """
    if name not in REPRESENTATION_TABLE:
        raise ParameterError(
            f"representation is {name!r}; choose one of: {', '.join(REPRESENTATIONS)}."
        )
    return REPRESENTATION_TABLE[name]


def represent(name: str, rss_dbm: Levels, missing_dbm: float) -> Features:
    """Features (n, B) of the representation called ``name``; ParameterError lists the names."""
    return representation_named(name).features(rss_dbm, missing_dbm)
