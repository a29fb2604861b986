"""One file for each kept set: its arrays as NPZ without pickle, and a manifest that describes it.

A file is written under another name, forced onto the disk and renamed, so that under its own name
it is whole or not there.
"""

import contextlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from shapely.errors import ShapelyError

from core.datasets.workspace.codec import Arrays, decode
from core.datasets.workspace.entry import Entry
from core.datasets.workspace.records import DataSet
from core.errors import WorkspaceError

VERSION = 1
SUFFIX, UNFINISHED = ".npz", ".part"
_MANIFEST = "manifest.json"
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError),
    *(AttributeError, NotImplementedError, ShapelyError),
)
_WAY_ON = "Upload its data again, which mends it, or delete it."


@dataclass(frozen=True)
class Kept:
    """A kept set as its file holds it.

    Attributes
    ----------
    entry : Entry
        What is known of it without opening it.
    data_set : FingerprintSet, PacketLog, PointCloud, GraphData or WholeFile
        Equal to what was kept.
    extras : Mapping
        What else was given with it.
    """

    entry: Entry
    data_set: DataSet
    extras: Mapping[str, Any]


@contextlib.contextmanager
def unfinished(folder: Path, manifest: dict[str, Any], arrays: Arrays) -> Iterator[Path]:
    """A whole file on the disk that has no name of its own yet; gone unless it is renamed."""
    path = folder / f"{secrets.token_hex(8)}{UNFINISHED}"
    try:
        with path.open("xb") as file:
            os.chmod(path, 0o600)
            with zipfile.ZipFile(file, "w") as archive:
                for name, array in arrays.items():
                    # Text takes four bytes a character; numbers hardly shrink, and take long to.
                    packed = zipfile.ZIP_DEFLATED if array.dtype.kind in "USb" else 0
                    member = zipfile.ZipInfo(f"{name}.npy")
                    member.compress_type = packed
                    with archive.open(member, "w", force_zip64=True) as target:
                        np.lib.format.write_array(target, array, allow_pickle=False)
                archive.writestr(_MANIFEST, json.dumps({**manifest, "version": VERSION}))
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def give_name(path: Path, final: Path) -> None:
    """Rename a finished file, and force the new name onto the disk."""
    os.replace(path, final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Force names in a folder onto the disk, where the system can be asked to."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_entry(path: Path) -> Entry:
    """The entry that a file describes; raises WorkspaceError where it is damaged."""
    with _reading(path), zipfile.ZipFile(path) as archive:
        return _entry(path, json.loads(archive.read(_MANIFEST)))


def read_set(path: Path) -> Kept:
    """All that a file holds; raises WorkspaceError where it is damaged, or newer than this code."""
    manifest, arrays = read_parts(path)
    with _reading(path):
        content = decode(manifest["content"], arrays)
        return Kept(_entry(path, manifest), content["data_set"], content["extras"])


def read_parts(path: Path) -> tuple[dict[str, Any], Arrays]:
    """The manifest of a file and its arrays."""
    with _reading(path), zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(_MANIFEST))
        if manifest["version"] > VERSION:
            raise WorkspaceError(
                f"The kept set {manifest['name']!r} was written by a newer version of Kernelscope. "
                "Update Kernelscope to open it; the file is unchanged."
            )
        arrays = {}
        for member in archive.namelist():
            if member != _MANIFEST:
                with archive.open(member) as source:
                    array = np.lib.format.read_array(source, allow_pickle=False)
                array.setflags(write=False)
                arrays[member.removesuffix(".npy")] = array
        return manifest, arrays


def _entry(path: Path, manifest: dict[str, Any]) -> Entry:
    status = path.stat()
    return Entry(
        key=path.name.removesuffix(SUFFIX),
        name=manifest["name"],
        kind=manifest["kind"],
        n_bytes=status.st_size,
        created_s=manifest["created_s"],
        opened_s=status.st_mtime,  # set whenever the file is opened
        notices=tuple(manifest["notices"]),
        details=manifest["details"],
    )


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what reading a damaged file raises into a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise
    except _DAMAGE as error:
        raise WorkspaceError(
            f"The kept set {path.name!r} is damaged and cannot be read ({error}). {_WAY_ON}"
        ) from None
    except OSError as error:
        raise WorkspaceError(
            f"The kept set {path.name!r} cannot be read now ({error.strerror}). "
            "It is not lost: try again when the disk answers."
        ) from None
