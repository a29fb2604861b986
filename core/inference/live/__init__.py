"""Live sources, the loop that follows them, and what it knows at any moment."""

from core.inference.live.bluetooth import BluetoothSource, bluetooth_available
from core.inference.live.csv_tail import CsvTail, live_files
from core.inference.live.fixes import Fix, LiveModel
from core.inference.live.loop import LiveLoop
from core.inference.live.mqtt import Broker, MqttSource
from core.inference.live.mqtt_mapping import MqttMapping
from core.inference.live.reading import Reading
from core.inference.live.recording import Recording, read_readings, write_readings
from core.inference.live.replay import ReplaySource, timeline_of_readings, timeline_of_scans
from core.inference.live.source import Health, Source
from core.inference.live.state import LiveState, PhoneState
from core.inference.live.walker import SimulatedWalker

__all__ = [
    "BluetoothSource",
    "Broker",
    "CsvTail",
    "Fix",
    "Health",
    "LiveLoop",
    "LiveModel",
    "LiveState",
    "MqttMapping",
    "MqttSource",
    "PhoneState",
    "Reading",
    "Recording",
    "ReplaySource",
    "SimulatedWalker",
    "Source",
    "bluetooth_available",
    "live_files",
    "read_readings",
    "timeline_of_readings",
    "timeline_of_scans",
    "write_readings",
]
