"""Download of the second real survey from its public record, on explicit request only."""

from pathlib import Path

from core.datasets.fetched_file import FileProgress, fetch_file
from core.datasets.uji_ble import files
from core.errors import UploadError
from core.parallel import Progress, no_progress

ARCHIVE_NAME = "UJI_BLE_DB.zip"
ARCHIVE_ADDRESS = f"https://zenodo.org/records/1618692/files/{ARCHIVE_NAME}?download=1"
OTHERWISE = f"or download {ARCHIVE_NAME} from {files.RECORD} yourself and give it here"


def download_uji(*, folder: Path | None = None, progress: Progress = no_progress) -> Path:
    """Fetch the record's archive, keep the survey's files of it in the cache, return the folder.

    The archive also holds the authors' scripts and measurements that are not used here; none of
    it is kept. What is kept is checked file by file against the SHA-256 of what was published
    (:data:`core.datasets.uji_ble.files.PUBLISHED`), however the archive is packed.

    Raises UploadError without a network, and when the archive is not the published one;
    LimitError when it is far too large; Cancelled from ``progress``. Never is another file than a
    published one kept.
    """
    folder = folder or files.CACHE_FOLDER
    target = folder / ARCHIVE_NAME
    bar = FileProgress(progress, 0, 1, ARCHIVE_NAME)
    try:
        target.unlink(missing_ok=True)
        fetch_file(ARCHIVE_ADDRESS, target, None, bar, OTHERWISE)
        missing = files.keep_published({ARCHIVE_NAME: target.read_bytes()}, folder)
    finally:
        target.unlink(missing_ok=True)
    if missing := files.needed_of(missing):
        raise UploadError(
            f"The archive of {files.RECORD} lacks {', '.join(missing)} as they were published. "
            f"Try again, {OTHERWISE}."
        )
    progress(1.0, "The survey is ready")
    return folder
