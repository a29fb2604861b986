"""Where a copy of the Guelph survey is looked for, and under which names its files go."""

import os
from pathlib import Path

import pooch

from core.datasets.data_source import DataSource, open_source
from core.errors import UploadError

CACHE_FOLDER = Path(pooch.os_cache("kernelscope")) / "guelph"

# Content → the published name first, then the name in a flat copy.
FILE_NAMES: dict[str, tuple[str, str]] = {
    "survey 1 s": ("fingerprintRawData3.mat", "survey_windows.mat"),
    "test 1 s": ("testingFingerprintRawData3.mat", "test_windows.mat"),
    "survey all beacons": ("fingerprintRawData2.mat", "survey_all_beacons.mat"),
    "test all beacons": ("testingFingerprintRawData2.mat", "test_all_beacons.mat"),
}
PLAN_NAME = "floorplan.png"


def find_guelph(folder: str | Path | None = None) -> DataSource:
    """The named folder or ZIP; else KERNELSCOPE_DATA; else what was downloaded before.

    Raises UploadError that names the ways to get the data when there is none.
    """
    if folder is not None:
        return open_source(Path(folder).expanduser())
    places = [CACHE_FOLDER]
    if os.environ.get("KERNELSCOPE_DATA"):
        places.insert(0, Path(os.environ["KERNELSCOPE_DATA"]).expanduser())
    for place in places:
        if place.exists():
            source = open_source(place)
            if source.find(*FILE_NAMES["survey 1 s"], *FILE_NAMES["survey all beacons"]):
                return source
    raise UploadError(
        "There is no copy of the Guelph survey on this machine. Name a folder or ZIP archive that "
        "holds it, set KERNELSCOPE_DATA to that folder, or download it from its public home "
        "(the data carry no licence, so they are not shipped with Kernelscope)."
    )


def read_guelph_file(source: DataSource, content: str) -> bytes:
    """The bytes of one file of FILE_NAMES; UploadError that names it when it is missing."""
    name = source.find(*FILE_NAMES[content])
    if name is None:
        published, flat = FILE_NAMES[content]
        raise UploadError(
            f"The copy of the Guelph survey lacks {published} (or {flat}); "
            "add the file or download the survey again."
        )
    return source.read(name)
