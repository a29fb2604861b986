"""One file from a public home: fetched on a click, counted as it arrives, checked, in sentences."""

from pathlib import Path

import pooch
import requests

from core.errors import UploadError
from core.limits import check_limit
from core.parallel import Progress

TIMEOUT_S = 30


class FileProgress:
    """What pooch reports to while one file arrives: turns bytes into a share of all files.

    Raises LimitError where more arrives than an archive's member may hold, so that a wrong
    address fills no disk; what has arrived by then is removed.
    """

    def __init__(self, progress: Progress, index: int, n_files: int, name: str) -> None:
        self.total = 0
        self._progress, self._index, self._n_files, self._name = progress, index, n_files, name
        self._received = 0

    def update(self, n_bytes: int) -> None:
        """Count ``n_bytes`` more; the progress function may stop the download here."""
        self._received += n_bytes
        check_limit("member_bytes", self._received, what=f"The file {self._name}")
        share = min(self._received / self.total, 1.0) if self.total else 0.0
        self._progress((self._index + share) / self._n_files, f"Downloading {self._name}")

    def reset(self) -> None:
        """Begin counting again."""
        self._received = 0

    def close(self) -> None:
        """Nothing to close."""


def fetch_file(
    address: str, target: Path, known_sha256: str | None, bar: FileProgress, otherwise: str
) -> None:
    """Fetch ``address`` to ``target``, unless a file with the known checksum is there already.

    Parameters
    ----------
    address
        Where the file is published.
    target
        Where it goes; its folder is made. Nothing is left there when the checksum differs.
    known_sha256
        What the file's SHA-256 must be, None where its parts are checked by who asks.
    bar
        Told of every piece that arrives.
    otherwise
        The other way to the same data, which every message names: "or name a folder …".

    Raises
    ------
    UploadError
        Without a network, for another file than the published one, and without room on the disk.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        pooch.retrieve(
            address,
            known_hash=None if known_sha256 is None else f"sha256:{known_sha256}",
            fname=target.name,
            path=target.parent,
            downloader=pooch.HTTPDownloader(progressbar=bar, timeout=TIMEOUT_S),
        )
    except requests.RequestException as error:
        raise UploadError(
            f"{target.name} could not be downloaded ({type(error).__name__}). Check the "
            f"network, {otherwise}."
        ) from None
    except ValueError:
        raise UploadError(
            f"{target.name} is not the published file (its checksum differs); it was not "
            f"kept. Try again, {otherwise}."
        ) from None
    except OSError as error:
        raise UploadError(
            f"{target.name} could not be written to the cache folder ({error.strerror}); "
            f"free some space there, {otherwise}."
        ) from None
