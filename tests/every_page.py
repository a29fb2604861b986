"""The table of pages as cases of a test: a page or two of each lab always, the others if asked."""

from collections.abc import Iterable

import pytest

from components.navigation import VIEWS

OF_EACH_LAB = {"", "where", "beacons", "two-dimensions", "one-graph", "map", "live", "models"}


def thorough(*case: object) -> object:
    """A case that takes long and seldom says more than the others: run where it is asked for."""
    return pytest.param(*case, marks=pytest.mark.thorough)


def every_page(views: Iterable = VIEWS, always: Iterable[str] = frozenset(OF_EACH_LAB)) -> object:
    """Mark a test to run for each of the pages, for those that are not in ``always`` if asked."""
    chosen = set(always)
    return pytest.mark.parametrize(
        "view",
        [view if view.url_path in chosen else thorough(view) for view in views],
        ids=[view.url_path or "home" for view in views],
    )
