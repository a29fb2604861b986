"""How errors look: one friendly box; what was not foreseen gets an id and a line in the log."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.text import as_plain_text
from core.errors import Cancelled, KernelscopeError, LimitError, UploadError

LOGGER = logging.getLogger("kernelscope")

_TITLES: tuple[tuple[type[KernelscopeError], str], ...] = (
    (UploadError, "This file could not be used"),
    (LimitError, "This is larger than can be computed here"),
    (Cancelled, "Stopped"),
    (KernelscopeError, "This combination has no answer"),
)


def show_error(error: KernelscopeError) -> None:
    """Show an error that Kernelscope raised on purpose: its message already says the way out."""
    title = next(title for kind, title in _TITLES if isinstance(error, kind))
    st.error(f"**{title}.** {as_plain_text(str(error))}", icon=":material/warning:")


def show_unexpected_error(error: Exception) -> bool:
    """Log an unforeseen error under an id and show the id; never the traceback."""
    if isinstance(error, KernelscopeError):
        show_error(error)
        return True
    identifier = secrets.token_hex(4)
    LOGGER.error("Unexpected error %s", identifier, exc_info=error)
    st.error(
        f"**Something went wrong that should not have.** The details are in the server's log "
        f"under the id `{identifier}`. Your data and settings are still here: change a setting, "
        "or press Reset.",
        icon=":material/warning:",
    )
    return True


@contextmanager
def friendly_errors() -> Iterator[None]:
    """Turn a KernelscopeError in the block into the friendly box; the rest of the page goes on."""
    try:
        yield
    except KernelscopeError as error:
        show_error(error)
