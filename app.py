"""The launcher: serves the app, its assets, and warms the heavy imports while nobody waits.

The navigation lives in components/shell.py, whose folder has no ``pages`` beside it: otherwise
Streamlit would serve the files of ``pages`` by itself on a deep link, without this frame.
"""

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit import net_util

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from components.closed_tabs import ignore_closed_tabs  # noqa: E402
from components.failures import show_unexpected_error  # noqa: E402
from components.owner_cookie import OwnerCookie  # noqa: E402
from components.project_folder import SHELL  # noqa: E402
from components.warm_up import import_heavy_modules  # noqa: E402


def ask_nobody_for_an_address() -> None:
    """Keep Streamlit from asking for this machine's addresses.

    It does so whenever a page of another origin wants to connect, to see whether that page is its
    own: a request to a service outside, made by whoever opens a foreign page. Without an answer the
    page is refused, unless ``browser.serverAddress`` or ``server.corsAllowedOrigins`` names it.
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import what the labs need in the background, so that the first visitor does not wait."""
    ignore_closed_tabs()
    ask_nobody_for_an_address()
    threading.Thread(target=import_heavy_modules, name="warm-up", daemon=True).start()
    yield


app = st.App(
    SHELL,
    lifespan=lifespan,
    routes=[
        Mount("/assets", StaticFiles(directory=ROOT / "assets")),
        # draws figures for papers in the browser: assets/figures
        Mount("/plotly", StaticFiles(packages=[("plotly", "package_data")])),
    ],
    middleware=[Middleware(OwnerCookie)],
    on_script_error=show_unexpected_error,
)
