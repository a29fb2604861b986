"""One process that has imported every reader, of which each file gets a copy."""

import atexit
import socket
import subprocess
import sys
import threading

from core.confined import start_confined

_MODULE = "core.datasets.readers.apart.child"


def is_possible() -> bool:
    """Whether this system copies processes safely; elsewhere each file pays for its imports."""
    return sys.platform == "linux" and hasattr(socket, "send_fds")


class Template:
    """The process, started when a file asks for it and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def connect(self, start_s: float) -> socket.socket:
        """A connection to a copy that is ready to read a file.

        Raises OSError or EOFError when there is none within ``start_s``.
        """
        try:
            return self._copy(start_s)
        except (OSError, EOFError):
            # It has ended, perhaps because nobody asked for a while; a second one is new.
            self.end()
            return self._copy(start_s)

    def end(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            control, process = self._control, self._process
            self._control = self._process = None
        if control is not None:
            control.close()
        if process is not None:
            process.kill()
            process.wait()

    def _copy(self, start_s: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._running(), [b"?"], [theirs.fileno()])
            ours.settimeout(start_s)
            if not ours.recv(1):
                raise EOFError
        except BaseException:
            ours.close()
            raise
        return ours

    def _running(self) -> socket.socket:
        with self._lock:
            if self._control is None:
                self._control, theirs = socket.socketpair()
                with theirs:
                    self._process = start_confined(_MODULE, talk_by=theirs.fileno())
            return self._control


TEMPLATE = Template()
