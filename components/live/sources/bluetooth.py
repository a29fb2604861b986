"""Bluetooth of the machine that the server runs on."""

from components.live.sources.source_kind import SourceChoice, SourceKind
from core.inference.live import BluetoothSource, bluetooth_available
from core.localization.experiment import Experiment


def _choose(experiment: Experiment, pose: str) -> SourceChoice:
    available, said = bluetooth_available()
    return SourceChoice(("bluetooth",), BluetoothSource if available else None, said)


ROW = SourceKind("bluetooth", "This machine's Bluetooth", _choose)
