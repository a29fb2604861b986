"""Only the error of a closed tab is kept out of the log."""

import logging
import sys

import pytest
from starlette.websockets import WebSocketDisconnected

from components.closed_tabs import LOGGER_NAME, ignore_closed_tabs


@pytest.fixture
def logger():
    found = logging.getLogger(LOGGER_NAME)
    before = list(found.filters)
    ignore_closed_tabs()
    ignore_closed_tabs()
    assert len(found.filters) == len(before) + 1
    yield found
    found.filters[:] = before


def log(logger, error, context=None):
    try:
        try:
            raise context or ValueError()
        except (ValueError, RuntimeError):
            raise error  # noqa: B904 - the context is the point
    except (TypeError, ValueError):
        record = logger.makeRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    return bool(logger.filter(record))


def test_a_closed_tab_is_dropped_and_every_other_error_stays(logger):
    assert not log(logger, TypeError("text frames"), WebSocketDisconnected("not connected"))
    assert log(logger, TypeError("text frames"))
    assert log(logger, ValueError("x"), RuntimeError("something else"))
    assert logger.filter(logger.makeRecord("x", logging.ERROR, "f", 1, "no exception", (), None))
