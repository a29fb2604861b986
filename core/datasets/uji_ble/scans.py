"""The scans of both zones, as their files say it."""

from dataclasses import replace

import numpy as np

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers.parts import read_fingerprint_files
from core.datasets.uji_ble.files import ARTICLE, RECORD, find_published
from core.errors import UploadError

ATTRIBUTION = (
    "UJI BLE RSS database, G. M. Mendoza-Silva et al., Data 4(1), 12, 2019, Universitat Jaume I, "
    "CC BY 4.0"
)
UJI_ENTRY: dict[str, str] = {
    "key": "uji_ble",
    "kind": "fingerprints",
    "title": "Library and office, Universitat Jaume I",
    "source": f"{ATTRIBUTION}; {ARTICLE}, {RECORD}",
    "licence": "CC BY 4.0",
    "origin": "measured",
    "description": "A measured survey of two zones, a library (lib) and an office (geo), with 22 "
    "and 24 BLE beacons and three phones. The zones share no coordinates: they are shown as two "
    "floors. It is not part of Kernelscope: download it on a click, or give the files of its "
    "public record, which are recognised by what they hold. The phone is the first digit of "
    "each fingerprint's id, which the record does not say: it was inferred.",
}


def load_uji_ble() -> FingerprintSet:
    """Both zones as floors, with beacons, shelves and phones.

    Raises UploadError that says how to get the files when they are not on this machine.
    """
    upload = read_fingerprint_files(find_published())
    scans = upload.dataset
    if not isinstance(scans, FingerprintSet):
        raise UploadError("The files of the UJI survey hold no fingerprints; get them again.")
    phone = np.array([f"phone {row[:1]}" for row in scans.row_id.tolist()], dtype=str)
    return replace(scans, device_id=phone)
