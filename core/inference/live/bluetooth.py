"""Bluetooth of the machine itself as the phone, through bleak where it is installed."""

import asyncio
import importlib.util
import threading
import time
from typing import Any

from core.inference.live.reading import Reading
from core.inference.live.source import Source

THIS_MACHINE = "this machine"


def bluetooth_available() -> tuple[bool, str]:
    """Whether bleak is installed, and if not the line that installs it."""
    if importlib.util.find_spec("bleak") is None:
        return False, "Bluetooth needs the package bleak, which is not installed: pip install bleak"
    return True, "bleak is installed"


class BluetoothSource(Source):
    """Scans for advertisements; beacons are known by their name, or else by their address."""

    title = "Bluetooth"
    origin = "measured"

    def __init__(self, scanner: Any = None) -> None:
        super().__init__()
        self._make_scanner = scanner or _bleak_scanner
        self._over: asyncio.Event | None = None
        self._events: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Scan in a thread with an event loop of its own."""
        if self._thread is None:
            self._say("waiting", "Looking for the Bluetooth adapter …")
            self._thread = threading.Thread(target=self._scan_in_thread, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the scan and its thread."""
        thread, self._thread = self._thread, None
        if self._events is not None and self._over is not None and self._events.is_running():
            self._events.call_soon_threadsafe(self._over.set)
        if thread is not None:
            thread.join(5.0)
        self._say("stopped", "Stopped.")

    def now_s(self) -> float:
        """The machine's steady clock."""
        return time.monotonic()

    def _scan_in_thread(self) -> None:
        try:
            asyncio.run(self._scan())
        except Exception as error:  # noqa: BLE001 - drivers raise whatever they like
            reason = str(error)[:200] or type(error).__name__
            self._say("lost", f"No Bluetooth here ({reason}); choose a replay instead.")

    async def _scan(self) -> None:
        self._over, self._events = asyncio.Event(), asyncio.get_running_loop()
        async with self._make_scanner(self._heard):
            self._say("running", "Scanning.")
            await self._over.wait()

    def _heard(self, device: Any, advertisement: Any) -> None:
        name = advertisement.local_name or device.address
        self._put(Reading(time.monotonic(), THIS_MACHINE, str(name), float(advertisement.rssi)))


def _bleak_scanner(heard: Any) -> Any:
    from bleak import BleakScanner

    return BleakScanner(detection_callback=heard)
