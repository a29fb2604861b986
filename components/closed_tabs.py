"""A tab that closes: its work ends, and it leaves no error in the log.

Streamlit stops the page of a closed tab at its next drawn element. Computations draw nothing for
minutes, and threads of their own draw never: both ask here whether anybody still waits.

A closed connection met while a page is painted counts for Streamlit as a wrong message ("text
frames are not supported"), which uvicorn logs as an error of the application.
"""

import logging
import time
from collections.abc import Callable

from starlette.websockets import WebSocketDisconnected
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

LOGGER_NAME = "uvicorn.error"
GRACE_S = 1.0  # a connection that breaks comes back sooner


class ClosedTab:
    """A question that any thread may ask: is the tab of this session closed for good?"""

    def __init__(
        self, is_connected: Callable[[], bool], now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_connected, self._now_s = is_connected, now_s
        self._gone_since_s: float | None = None

    def __call__(self) -> bool:
        """True once the connection has been gone for longer than a reconnection takes."""
        if self._is_connected():
            self._gone_since_s = None
            return False
        if self._gone_since_s is None:
            self._gone_since_s = self._now_s()
        return self._now_s() - self._gone_since_s > GRACE_S


def tab_is_closed() -> ClosedTab:
    """The question for the tab whose page runs now; without a server no tab ever closes."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return ClosedTab(lambda: True)
    session, server = context.session_id, runtime.get_instance()
    return ClosedTab(lambda: server.is_active_session(session))


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
