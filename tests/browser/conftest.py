"""A running app and a Chromium page that fails a test on console errors or outside requests."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# Streamlit asks for these below a page's own address before it asks at the root: 404 by design.
EXPECTED_404 = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
HARMLESS = ("Failed to load resource", "luma.gl", "deck: ", "GPU stall", "WebGL")
START_S = 60
LONGEST_MS = 600_000  # a page on a busy machine, right after the start of the server
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=swiftshader"),
    *("--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-background-networking"),
    # Without a GPU pages are put together faster in plain memory; WebGL stays in software.
    "--disable-gpu-compositing",
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium here: install one, or name it in the variable CHROMIUM")
    return path


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started as a user would, on a free port."""
    with running(free_port(), tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@contextmanager
def running(port: int, log: Path, **environment: str) -> Iterator[str]:
    """The address of the app while it runs; what it logs must hold no traceback."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    options = ["--server.headless", "true", "--server.port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(
            command + options,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    _, found, traceback = log.read_text().partition("Traceback")
    assert not found, traceback[:4000]


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(START_S * 5):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser page at one address, with what it complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run: the marker must hold still for a moment."""
        self.page.wait_for_selector(SETTLED, timeout=LONGEST_MS)
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector(SETTLED, timeout=LONGEST_MS)

    def stop(self, job: str) -> None:
        """Press the Stop of the job of this name: others on the page have one of their own."""
        key = re.sub(r"[^\w-]", "-", f"stop-{job}")
        button = self.page.locator(f".st-key-{key}").get_by_role("button", name="Stop")
        button.click(timeout=60_000)

    def delete(self, label: str, *, exact: bool = False) -> None:
        """Press the button that deletes one of the visitor's sets, and say yes."""
        self.page.get_by_role("button", name=label, exact=exact).click()
        self.page.get_by_role("button", name="Yes, delete").click()


@pytest.fixture
def visitor(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A fresh visitor at 1440×900; parametrise indirectly with context options to change that."""
    options = {"viewport": {"width": 1440, "height": 900}, **getattr(request, "param", {})}
    context = chromium.new_context(**options, permissions=["clipboard-read", "clipboard-write"])
    guest = Visitor(context.new_page(), server)
    guest.page.set_default_timeout(30_000)
    guest.page.on("console", lambda message: _listen(guest, message))
    guest.page.on("pageerror", lambda error: guest.complaints.append(f"page error: {error}"))
    guest.page.on("request", lambda sent: _watch(guest, sent.url))
    guest.page.on("response", lambda answer: _check(guest, answer))
    yield guest
    context.close()
    assert not guest.complaints


def _listen(guest: Visitor, message: ConsoleMessage) -> None:
    if message.type == "error" and not any(word in message.text for word in HARMLESS):
        guest.complaints.append(f"console: {message.text}")


def _watch(guest: Visitor, url: str) -> None:
    local = ("data:", "blob:", "about:", guest.address, guest.address.replace("http", "ws"))
    if not url.startswith(local):
        guest.complaints.append(f"request left the machine: {url}")


def _check(guest: Visitor, answer: Response) -> None:
    if answer.status >= 400 and not EXPECTED_404.search(answer.url):
        guest.complaints.append(f"{answer.status} for {answer.url}")
