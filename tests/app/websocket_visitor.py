"""A visitor without a browser: speaks to the running server as Streamlit's own page does."""

import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

LONGEST_S = 180


@contextmanager
def visit(port: int, origin: str | None = None) -> Iterator["Tab"]:
    """One tab of a page at ``origin``, which is the server's own unless said otherwise."""
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=origin or f"http://127.0.0.1:{port}",
        subprotocols=["streamlit"],
        max_size=None,
        proxy=None,
    ) as open_socket:
        yield Tab(open_socket)


class Tab:
    """What a visitor does in one tab."""

    def __init__(self, open_socket: ClientConnection) -> None:
        self._socket = open_socket

    def open(self, page: str) -> list[str]:
        """Ask for a page by its address; what it says, when its script has ended."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        self._socket.send(asked.SerializeToString())
        said = []
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=LONGEST_S))
            kind = message.WhichOneof("type")
            if kind == "delta":
                element = message.delta.new_element
                said += [element.heading.body, element.markdown.body, element.alert.body]
            elif kind == "page_not_found":
                said.append("Page not found")
            elif kind == "script_finished":
                return [text for text in said if text]


def wait_for_server(port: int, alive: Callable[[], bool], seconds: float = 120) -> None:
    """Until the server answers; AssertionError when its process ended instead."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert alive(), "the server ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer within {seconds:g} s")
