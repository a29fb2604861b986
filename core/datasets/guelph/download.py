"""Download of the Guelph survey from its public home, at one commit, on explicit request only."""

import json
from pathlib import Path

import pooch

from core.datasets.fetched_file import FileProgress, fetch_file
from core.datasets.guelph.files import CACHE_FOLDER
from core.parallel import Progress, no_progress

COMMIT = "cf9bfb8a28adf1efd11bc65ed5e8490ed3a1de1e"
REPOSITORY = "pspachos/RSSI_BLE_Localization_UoG"
FILES_ADDRESS = f"https://raw.githubusercontent.com/{REPOSITORY}/{COMMIT}/"
ARCHIVE_ADDRESS = f"https://codeload.github.com/{REPOSITORY}/zip/{COMMIT}"
ARCHIVE_NAME = "raw_packets.zip"
RECORD_NAME = "checksums.json"
OTHERWISE = "or name a folder or ZIP archive that holds the survey"

# SHA-256 of the files at that commit.
PUBLISHED_FILES = {
    "training_data/consolidated/fingerprintRawData3.mat": (
        "da0b760292abb6e292e387550d289cbbb83da7d3470a9cbfd11488f0c7dc2e86"
    ),
    "training_data/consolidated/fingerprintRawData2.mat": (
        "96a7bd1fab21339345b2d9a288cc37cd26a05965276c6076423a58d24720f9c1"
    ),
    "testing_data/consolidated/testingFingerprintRawData3.mat": (
        "5f4752f64bd049fa4d3eee31bfc0986dd1f6d7ea82670eeed9705e635034c63b"
    ),
    "testing_data/consolidated/testingFingerprintRawData2.mat": (
        "17036ee24357766d5033fa19c896e3876e5b60b69df5bf106f748a24ab3dbde4"
    ),
    "floorplan.png": "8ae262aa08f17221c1bf8698b7addd31b93fa2a6314a05277edaeb5731db376d",
}


def download_guelph(
    *,
    raw_packets: bool = False,
    folder: Path = CACHE_FOLDER,
    progress: Progress = no_progress,
) -> Path:
    """Fetch the survey (2 MB) into the user's cache folder and return that folder.

    With ``raw_packets`` the archive of the whole repository (about 10 MB) comes too. Files that
    are there already are not fetched again. The repository states no licence for the data: ask
    the user before calling this.

    Every file's SHA-256 is checked: the published files against the values above, the archive
    (which its host packs on demand) against the value that was recorded in checksums.json at the
    first download.

    Raises UploadError without a network, and when a checksum does not match; Cancelled from
    ``progress`` leaves the finished files in place.
    """
    wanted: dict[str, tuple[str, str | None]]
    wanted = {name: (FILES_ADDRESS + name, known) for name, known in PUBLISHED_FILES.items()}
    record_path = folder / RECORD_NAME
    recorded = json.loads(record_path.read_text("utf-8")) if record_path.is_file() else {}
    if raw_packets:
        wanted[ARCHIVE_NAME] = (ARCHIVE_ADDRESS, recorded.get(ARCHIVE_NAME))
    for index, (name, (address, known)) in enumerate(wanted.items()):
        target = folder / name
        bar = FileProgress(progress, index, len(wanted), target.name)
        fetch_file(address, target, known, bar, OTHERWISE)
        recorded[name] = pooch.file_hash(str(target))
        record_path.write_text(json.dumps(recorded, indent=1), "utf-8")
    progress(1.0, "The survey is ready")
    return folder
