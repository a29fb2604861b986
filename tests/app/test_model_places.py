"""Visitors' models take turns on a real server, and a closed tab gives its turn up."""

import contextlib
import socket
import subprocess
import sys

import pytest

from tests.app.watched_process import ROOT
from tests.app.websocket_visitor import visit, wait_for_server
from tests.core.inference.sandbox.hostile_models import BUILDING_BEACONS, linear

# One place, and a model that is never idle: who waits does so until the test lets it go on.
SERVER = """
import sys
sys.path.insert(0, {root!r})
from core.inference.sandbox import places
places.IDLE_S, places.LONGEST_WAIT_S = 1e9, 1e9
from streamlit.web.cli import main
main(["run", {app!r}, "--server.headless", "true", "--server.port", "{port}"])
"""
BUSY = "one visitor's model at a time, and it is busy"


@pytest.fixture
def port(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_MODEL_PLACES", "1")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    script = tmp_path / "server.py"
    script.write_text(SERVER.format(root=str(ROOT), app=str(ROOT / "app.py"), port=port))
    with (tmp_path / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, str(script)], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for_server(port, lambda: server.poll() is None)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def wait_to_read(said, words):
    """The first of a page's texts that holds the words."""
    return next(text for text in said if words in text)


def test_the_next_model_waits_with_a_sentence_and_a_closed_tab_gives_its_turn_up(port):
    with contextlib.ExitStack() as tabs:
        first, second, third = (tabs.enter_context(visit(port)) for _ in range(3))
        for tab in (first, second, third):
            tab.open("models")
        first.upload("first.onnx", linear(BUILDING_BEACONS))
        wait_to_read(first.said(), "Understood as")
        second.upload("second.onnx", linear(BUILDING_BEACONS))
        assert BUSY in wait_to_read(second.said(), "Yours is next.")
        third.upload("third.onnx", linear(BUILDING_BEACONS))
        said_to_third = third.said()
        assert BUSY in wait_to_read(said_to_third, "One other is ahead of yours.")
        second.close()
        assert BUSY in wait_to_read(said_to_third, "Yours is next.")
        first.upload("words.onnx", b"these are only words, not a model")
        assert "1" in wait_to_read(said_to_third, "Understood as")
