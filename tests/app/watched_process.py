"""A Python program whose sockets and files are watched from outside, its child processes included.

Three watches, because each sees what the others miss. An empty home folder shows whatever a library
keeps of a user, on every system. Python's audit events show Python's calls, on every system. strace
shows the calls of compiled libraries and of child processes, on Linux where it is installed.
"""

import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AUDITED = Path(__file__).with_name("audited.py")
SENT = ("connect", "sendto", "sendmsg", "sendmmsg")
OPENED = ("open", "openat", "openat2")
MADE = ("creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2")
LINKED = ("link", "linkat", "symlink", "symlinkat")
DECLARED_CACHES = (".cache/kernelscope", "Library/Caches/kernelscope")  # of README, below home
DEVICES = ("/dev/null", "/dev/tty", "/dev/shm/", "/dev/pts/", "/proc/self/", "/proc/thread-self/")
NAME_SERVICE = 53
_CALL = re.compile(r"^\d+\s+(\w+)\((.*)")
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_ADDRESS = re.compile(r'inet_(?:addr\(|pton\(AF_INET6?, )"([^"]+)"')
_FOLDER = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


def strace() -> str | None:
    """The path of a strace that may trace here, else None: some containers forbid it."""
    program = shutil.which("strace")
    if program is None:
        return None
    tried = subprocess.run([program, "-f", "--seccomp-bpf", "-qq", "true"], capture_output=True)
    return program if tried.returncode == 0 else None


class WatchedProcess:
    """``arguments`` as Python takes them: ``["-m", module, …]`` or ``[file, …]``."""

    def __init__(self, arguments: list[str], folder: Path, cwd: Path = ROOT) -> None:
        self.home, self.log = folder / "home", folder / "output.txt"
        self._audit, self._trace, self._cwd = folder / "audit", folder / "trace", cwd
        self.home.mkdir()
        self._audit.touch()
        program = strace()
        self.traced = program is not None
        command = [sys.executable, str(AUDITED), str(self._audit), *arguments]
        if program is not None:
            calls = ",".join((*SENT, *OPENED, *MADE, *LINKED))
            options = ["-D", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4096"]
            command = [program, *options, "-e", f"trace={calls}", "-o", str(self._trace), *command]
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("XDG_", "ORT_"))}
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=cwd,
                env=kept | {"HOME": str(self.home)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def finish(self, seconds: float = 300) -> int:
        """Wait for its end; the exit status."""
        return self.process.wait(seconds)

    def stop(self) -> None:
        """Ask it to end, as a user would."""
        self.process.terminate()
        self.process.wait(30)

    def kept_of_the_user(self) -> list[str]:
        """Files and folders below home that are in no declared cache."""
        found = [path.relative_to(self.home).as_posix() for path in self.home.rglob("*")]
        return sorted(name for name in found if not _declared(name))

    def escapes_of_python(self) -> list[str]:
        """Calls of Python to other machines, or to files outside the allowed folders."""
        found = []
        for line in self._audit.read_text().splitlines():
            kind, event, what = json.loads(line)
            if not (_stays_here(what) if kind == "network" else self._may_write(Path(what))):
                found.append(f"{event} {what}")
        return found

    def escapes_of_all(self) -> list[str]:
        """The same for every system call of the program and its child processes, from strace."""
        return [line for line in self._trace.read_text().splitlines() if self._escapes(line)]

    def _escapes(self, line: str) -> bool:
        call = _CALL.match(line)
        if call is None:
            return False
        name, rest = call.groups()
        if name in SENT:
            ports = {int(port) for port in _PORT.findall(rest)}
            away = not all(_stays_here(address) for address in _ADDRESS.findall(rest))
            return away or NAME_SERVICE in ports or "systemd/resolve" in rest
        if name in OPENED and not re.search(r"O_(WRONLY|RDWR|CREAT)\b", rest):
            return False
        paths = _TEXT.findall(rest)
        folders = _FOLDER.findall(rest)
        where = Path(folders[-1 if name in LINKED else 0]) if folders else self._cwd
        return not self._may_write(where / (paths[-1] if name in LINKED else paths[0]))

    def _may_write(self, path: Path) -> bool:
        if str(path).startswith(DEVICES):
            return True
        path = Path(os.path.realpath(path))
        home = self.home.resolve()
        if path.is_relative_to(home):
            return path == home or _declared(path.relative_to(home).as_posix())
        allowed = (ROOT, Path(sys.prefix).resolve(), Path(tempfile.gettempdir()).resolve())
        return any(path.is_relative_to(folder) for folder in allowed)


def _declared(name: str) -> bool:
    return any(
        (name + "/").startswith(one + "/") or one.startswith(name + "/") for one in DECLARED_CACHES
    )


def _stays_here(host: str) -> bool:
    """Whether a host is this machine by its number or by the one name that needs no question.

    "" is no host at all: a socket of this machine's own, or any of its addresses to listen on.
    """
    if host in ("", "localhost") or host.startswith("/"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback
