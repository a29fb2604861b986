"""Tabs that were closed: who waits in one can tell, and the log keeps no traceback of it.

Streamlit takes the closed connection for a wrong message ("text frames are not supported"), which
uvicorn logs as an error of the application. Pages that paint several times a second meet that.
"""

import logging

from starlette.websockets import WebSocketDisconnected
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

LOGGER_NAME = "uvicorn.error"


def ignore_closed_tabs() -> None:
    """Drop that one record, and nothing else, from the server's log."""
    logger = logging.getLogger(LOGGER_NAME)
    if is_worth_logging not in logger.filters:
        logger.addFilter(is_worth_logging)


def tab_is_open() -> bool:
    """Whether the tab of the running page is still connected; True outside a server.

    Streamlit lets the script of a closed tab go on.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not runtime.exists():
        return True
    return runtime.get_instance().is_active_session(context.session_id)


def is_worth_logging(record: logging.LogRecord) -> bool:
    """False for an error that began with the other side having gone."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        if isinstance(error, WebSocketDisconnected):
            return False
        error = error.__cause__ or error.__context__
    return True
