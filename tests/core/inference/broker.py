"""A real MQTT broker for tests: found, started on a free port, killed, started again."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from tests.core.inference.waiting import wait_until


def find_broker() -> str | None:
    return os.environ.get("MOSQUITTO") or shutil.which("mosquitto", path=search_path())


def search_path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


class Mosquitto:
    """A real broker on a free port, of this test alone."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self._program, self._folder = program, folder
        self._process: subprocess.Popen | None = None
        self.more_settings = "allow_anonymous true\n"

    def start(self) -> None:
        settings = self._folder / "mosquitto.conf"
        settings.write_text(f"listener {self.port} 127.0.0.1\n{self.more_settings}")
        command = [self._program, "-c", str(settings)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.2):
                return True
        except OSError:
            return False
