"""A tab that closes while its page is painted is no error, and leaves no traceback in the log.

Streamlit takes the closed connection for a wrong message ("text frames are not supported"), which
uvicorn logs as an error of the application. Pages that paint several times a second meet that.
"""

import logging

from starlette.websockets import WebSocketDisconnected

LOGGER_NAME = "uvicorn.error"


def ignore_closed_tabs() -> None:
    """Drop that one record, and nothing else, from the server's log."""
    logger = logging.getLogger(LOGGER_NAME)
    if is_worth_logging not in logger.filters:
        logger.addFilter(is_worth_logging)


def is_worth_logging(record: logging.LogRecord) -> bool:
    """False for an error that began with the other side having gone."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        if isinstance(error, WebSocketDisconnected):
            return False
        error = error.__cause__ or error.__context__
    return True
