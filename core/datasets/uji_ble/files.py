"""The published files of the survey: recognised by what they hold, kept for the next time."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import pooch

from core.datasets.data_source import open_source
from core.datasets.file_content import looks_like, shown_name
from core.datasets.readers.archive import open_archive
from core.errors import UploadError

RECORD = "https://doi.org/10.5281/zenodo.1618692"
ARTICLE = "https://doi.org/10.3390/data4010012"
CACHE_FOLDER = Path(pooch.os_cache("kernelscope")) / "uji_ble"

# SHA-256 of the text of each published file, its lines ended by a line feed, blanks around it cut.
PUBLISHED = {
    "dep_geo.csv": "d1f81586eefb5a12dbd870af679cf635b411aa072c9a54312eff793c6f74ee5a",
    "dep_lib.csv": "374cd255bece6109e0582b0c6f7797e40ca8c7e27de3510223aa723da3151539",
    "obs_geo.csv": "c8206d23583b1b6fe615de601791a15a87b85292c4d7f83070617cee7f85b61d",
    "obs_lib.csv": "64ae6fd0aa1dbe79552f78d16622ee47da07c0483958651995c9ffe6f724dcc1",
    "geo_crd.csv": "f59be3f61f901b840b3135403a489de7a87e79c85f97d44a183851edd34306c8",
    "geo_ids.csv": "9e20722dad12d4b538533ce8f766a04d2467ef463544049e16e7658a617b6ff6",
    "geo_rss.csv": "ef5e8ac56393c308e9ef9b4b981e1a74b5f6f54db8f87d0e9c553335934b065f",
    "lib_crd.csv": "7c86a058f39787a558fcc17e1932818f5f8fdcb4d057d40955041bcd7c499767",
    "lib_ids.csv": "bde989d2f3e97e3bf1185a06a4321b3f4fffdf988cc8a5b1351207b491263f56",
    "lib_rss.csv": "8a34fa3b92c39ff4208d5f85bbc34e8ba1ddf91050806298fb6ed7e4daacee86",
}
NEEDED = ("crd", "ids", "rss")  # of each zone; without beacons and shelves it is a survey, too
ZONES = ("geo", "lib")
_NEEDED = {f"{zone}_{part}" for zone in ZONES for part in NEEDED}
UNPACKED = {f"{zone}.csv" for zone in ZONES}  # what the record calls its beacons and its shelves


def published_name(data: bytes) -> str:
    """What a file is called in the data set, told by what it holds; "" for another file.

    >>> published_name(b"another file")
    ''
    """
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip()
    digest = hashlib.sha256(text).hexdigest()
    return next((name for name, known in PUBLISHED.items() if known == digest), "")


def keep_published(files: Mapping[str, bytes], folder: Path | None = None) -> tuple[str, ...]:
    """Keep the published files among these, and within ZIP archives; return the missing names.

    ``folder`` is where the survey is looked for. Other files are never written. Raises UploadError
    where none is one of the survey's, an archive is damaged, or nothing can be written.
    """
    folder = folder or CACHE_FOLDER
    found: dict[str, bytes] = {}
    for name, data in files.items():
        contents = [data]
        if looks_like(data) == "ZIP archive":
            archive = open_archive(data, shown_name(name))
            named = [m for m in archive.names() if PurePosixPath(m).suffix.lower() == ".csv"]
            contents = [archive.read(member) for member in named]
        found |= {known: each for each in contents if (known := published_name(each))}
    if not found:
        listed = ", ".join(shown_name(name) for name in list(files)[:5])
        raise UploadError(
            f"None of these is a file of the survey as it was published: {listed}. Take them from "
            f"{RECORD}, unchanged; other files are read by 'Use your own survey'."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in found.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise UploadError(
            f"The survey could not be written to the cache folder ({error.strerror}); free some "
            "space there, or set KERNELSCOPE_DATA to a folder that holds it."
        ) from None
    return tuple(name for name in PUBLISHED if not (folder / name).is_file())


def needed_of(names: Iterable[str]) -> tuple[str, ...]:
    """Those of these files without which the survey does not open.

    >>> needed_of(["obs_geo.csv", "geo_rss.csv"])
    ('geo_rss.csv',)
    """
    return tuple(name for name in names if name.removesuffix(".csv") in _NEEDED)


def find_published() -> dict[str, bytes]:
    """The survey's files by name: those in KERNELSCOPE_DATA, or those that were kept before.

    Raises UploadError that says how to get them when a zone's powers, places or ids are missing.
    """
    places = [CACHE_FOLDER]
    if os.environ.get("KERNELSCOPE_DATA"):
        places.insert(0, Path(os.environ["KERNELSCOPE_DATA"]).expanduser())
    for place in places:
        if not place.exists():
            continue
        source = open_source(place)
        read = (
            source.read(path)
            for path in source.names()
            if PurePosixPath(path).name in PUBLISHED.keys() | UNPACKED
        )
        files = {name: data for data in read if (name := published_name(data))}
        if len(needed_of(files)) == len(_NEEDED):
            return {name: files[name] for name in PUBLISHED if name in files}
    raise UploadError(
        "There is no copy of the UJI survey on this machine. Download it from its public record "
        f"({RECORD}), give its files, or set KERNELSCOPE_DATA to a folder that holds them."
    )
