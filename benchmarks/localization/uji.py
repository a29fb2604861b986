"""The UJI BLE database beside a developer's checkout: zones, phones, powers, campaigns."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.datasets import FingerprintSet

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "datasets" / "uji_ble" / "data"
LIBRARY, OFFICE = "lib", "geo"


@dataclass(frozen=True, eq=False)
class Zone:
    """The scans of a zone; the digits of a scan's number: phone (in ``scans``), power, campaign."""

    scans: FingerprintSet
    power: NDArray[np.int_]
    campaign: NDArray[np.int_]


def is_here() -> bool:
    """Whether the files lie beside this checkout."""
    return FOLDER.is_dir()


def zone(name: str) -> Zone:
    """A zone as published: dBm, metres; +100 is "not heard"."""
    rss_dbm, position_m = (_table(f"rss/{name}_{each}.csv") for each in ("rss", "crd"))
    number = _table(f"rss/{name}_ids.csv").ravel().astype(int)
    beacons = np.genfromtxt(FOLDER / f"dep/dep_{name}.csv", delimiter=",", skip_header=1)
    n_beacons = rss_dbm.shape[1]
    scans = FingerprintSet(
        np.where(rss_dbm > 0, np.nan, rss_dbm),
        position_m,
        [f"B{column}" for column in range(n_beacons)],
        beacons[:, 1:3] if len(beacons) == n_beacons else None,
        device_id=(number // 10**7).astype(str),
    )
    return Zone(scans, number // 10**6 % 10, number // 10**5 % 10)


def _table(name: str) -> NDArray[np.float64]:
    return np.loadtxt(FOLDER / name, delimiter=",", ndmin=2)
