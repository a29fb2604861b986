"""A second real survey: two zones of Universitat Jaume I, three phones, files as published."""

from core.datasets.uji_ble.download import download_uji
from core.datasets.uji_ble.files import keep_published
from core.datasets.uji_ble.scans import load_uji_ble

__all__ = ["download_uji", "keep_published", "load_uji_ble"]
