"""Which workspace the visitor's own data are kept in: which folder, and whose part of it."""

import hashlib
import os
from pathlib import Path

import platformdirs
import streamlit as st
from streamlit import runtime

from components.owner_cookie import NAME, is_number
from core.datasets import Workspace
from core.errors import WorkspaceError

VARIABLE = "KERNELSCOPE_WORKSPACE"
OFF = "off"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def workspace_here() -> Workspace | None:
    """The workspace of whoever opened the page, or None where nothing is kept beyond the session.

    Raises WorkspaceError where the folder cannot be used.
    """
    folder, owner = workspace_folder(), owner_here()
    return None if folder is None or owner is None else Workspace(folder, owner)


def workspace_folder() -> Path | None:
    """What ``KERNELSCOPE_WORKSPACE`` names: a folder, or "off".

    Without it, the user's own folder for data of programs, if only this machine can reach the
    server; a server for others keeps nothing on the disk unless somebody says where.
    """
    said = os.environ.get(VARIABLE, "").strip()
    if said.lower() == OFF:
        return None
    if said:
        folder = Path(said).expanduser()
        if not folder.is_absolute():
            raise WorkspaceError(
                f"{VARIABLE} is {said!r}; it must be a whole path, such as /var/lib/kernelscope, "
                f'or "{OFF}" to keep nothing on the disk.'
            )
        return folder
    if st.get_option("server.address") not in LOOPBACK:
        return None
    return platformdirs.user_data_path("kernelscope", appauthor=False) / "workspace"


def owner_here() -> str | None:
    """Who opened the page: who is signed in, else the browser; None where neither is known."""
    if not runtime.exists():
        return None
    if getattr(st.user, "is_logged_in", False):
        return f"user {st.user.get('iss', '')} {st.user['sub']}"
    number = st.context.cookies.get(NAME)
    if not isinstance(number, str) or not is_number(number):  # a test's server has no cookies
        return None
    return f"browser {hashlib.sha256(number.encode()).hexdigest()}"
