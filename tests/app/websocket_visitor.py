"""A visitor without a browser: speaks to the running server as Streamlit's own page does."""

import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Config
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from components.owner_cookie import NAME as OWNER

LONGEST_S = 180
XSRF = "_streamlit_xsrf"


@contextmanager
def visit(port: int, origin: str | None = None, owner: str = "") -> Iterator["Tab"]:
    """One tab of a page at ``origin``, which is the server's own unless said otherwise.

    ``owner`` is the number by which the server knows a browser; without it nothing is kept.
    """
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(origin or f"http://127.0.0.1:{port}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"{OWNER}={owner}"} if owner else None,
        max_size=None,
        proxy=None,
        ping_interval=None,  # a busy machine answers late
    ) as open_socket:
        yield Tab(open_socket, f"http://127.0.0.1:{port}")


class Tab:
    """What a visitor does in one tab, and what it says."""

    def __init__(self, open_socket: ClientConnection, address: str) -> None:
        self._socket, self._address = open_socket, address
        self._session_id, self._page = "", ""
        self._uploaders: list[str] = []  # ids, in the order in which they were drawn
        self._has: set[str] = set()
        self.buttons: dict[str, str] = {}  # label → id
        self._part_of: dict[str, str] = {}  # widget → the part of the page that it runs, a dialog
        self.radios: dict[str, str] = {}  # id → label
        self.repeated: dict[str, float] = {}  # parts of the page that run by themselves → seconds
        self.received_bytes = 0
        self.settings = Config()  # what the server has said of its settings

    def close(self) -> None:
        """Close the tab, whatever its page is doing."""
        self._socket.close()

    def open(self, page: str) -> list[str]:
        """Ask for a page by its address; what it says, when its script has ended."""
        self.ask(page)
        return list(self.said())

    def run_again(self) -> None:
        """What the key R does: the page runs with nothing changed, to its end."""
        self._run()
        for _ in self.said():
            pass

    def ask(self, page: str, link: str = "") -> None:
        """The same without waiting for it; ``link`` is what follows the "?" of the address."""
        self._page = page
        self._run(link=link)

    def press(self, label: str) -> None:
        """Press a button that the page has drawn; ``said`` is what the page makes of it."""
        self._run(WidgetState(id=self.buttons[label], trigger_value=True))

    def choose(self, key: str, option: str) -> None:
        """Choose an option of the radio whose key begins so; ``said`` is what comes of it."""
        widget = [each for each in self.radios if key in each][-1]
        self._run(WidgetState(id=widget, string_value=option))

    def look_again(self) -> list[str]:
        """What the parts that run by themselves say, each run once as the browser's clock does."""
        heard: list[str] = []
        for part in list(self.repeated):
            self._run(part=part)
            heard += self.said()
        return heard

    def upload(self, name: str, data: bytes, into: str = "") -> None:
        """Give a file to the page's last uploader; ``said`` is what the page makes of it.

        ``into`` is the beginning of an uploader's key, where it is to be another.
        """
        asked = BackMsg()
        asked.file_urls_request.request_id = uuid.uuid4().hex
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session_id
        self._socket.send(asked.SerializeToString())
        message = self._receive()
        while message.WhichOneof("type") != "file_urls_response":
            message = self._receive()
        urls = message.file_urls_response.file_urls[0]
        self._put(urls.upload_url, name, data)
        state = WidgetState(id=[each for each in self._uploaders if into in each][-1])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), urls.file_id
        info.file_urls.CopyFrom(urls)
        self._run(state)

    def said(self) -> Iterator[str]:
        """Texts of the page as they come, until its script has ended."""
        while True:
            message = self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session" and message.new_session.initialize.session_id:
                self._session_id = message.new_session.initialize.session_id
                self.settings = message.new_session.config
            elif kind == "delta":
                element = message.delta.new_element
                widget = ""
                if element.WhichOneof("type") == "file_uploader":
                    widget = element.file_uploader.id
                    self._uploaders = [*(u for u in self._uploaders if u != widget), widget]
                elif element.WhichOneof("type") == "button":
                    widget = self.buttons[element.button.label] = element.button.id
                elif element.WhichOneof("type") == "radio":
                    widget = element.radio.id
                    self.radios[widget] = element.radio.label
                self._part_of[widget] = message.delta.fragment_id
                texts = (element.heading.body, element.markdown.body, element.alert.body)
                for text in (*texts, element.progress.text):
                    if text:
                        yield text
            elif kind == "auto_rerun":
                self.repeated[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "page_not_found":
                yield "Page not found"
            elif kind == "script_finished":
                return

    def _run(self, *states: WidgetState, link: str = "", part: str = "") -> None:
        asked = BackMsg()
        asked.rerun_script.page_name = self._page
        asked.rerun_script.query_string = link
        asked.rerun_script.cached_message_hashes.extend(self._has)
        asked.rerun_script.widget_states.widgets.extend(states)
        of_widget = next((self._part_of.get(s.id, "") for s in states), "")
        asked.rerun_script.fragment_id = part or of_widget
        self._socket.send(asked.SerializeToString())

    def _receive(self) -> ForwardMsg:
        data = self._socket.recv(timeout=LONGEST_S)
        self.received_bytes += len(data)
        message = ForwardMsg.FromString(data)
        if message.metadata.cacheable:  # named by its hash from now on, and not sent again
            self._has.add(message.hash)
        return message

    def _put(self, url: str, name: str, data: bytes) -> None:
        with urllib.request.urlopen(f"{self._address}/_stcore/health", timeout=LONGEST_S) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(
            self._address + url,
            head.encode() + data + f"\r\n--{edge}--\r\n".encode(),
            {
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "Cookie": cookie,
                "X-Xsrftoken": cookie.removeprefix(f"{XSRF}="),
            },
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=LONGEST_S):
            return


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
