"""A text table that was packed: GZIP, or a ZIP archive with one file."""

import zlib

from core.datasets.file_content import shown_name
from core.datasets.readers.archive import archive_kind, data_members, open_archive
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table, inspect_table
from core.errors import UploadError
from core.limits import LIMITS, check_limit

_GZIP = 16 + zlib.MAX_WBITS


def inspect_packed(data: bytes, filename: str) -> Table:
    """The table within; how much it may unpack to is checked before and while it is unpacked.

    Raises UploadError for damaged archives and for anything but a text table within, LimitError
    for one that unpacks to more than the limits.
    """
    name = shown_name(filename)
    check_limit("binary_bytes", len(data), what=f"The archive {name}")
    if data.startswith(b"PK"):
        archive = open_archive(data, name)
        (inner,) = data_members(archive.names())
        return inspect_table(archive.read(inner), inner)
    unpacked = _gunzipped(data, name)
    return inspect_table(unpacked, filename.removesuffix(".gz"))


def _gunzipped(data: bytes, name: str) -> bytes:
    """Every member of a GZIP file, in pieces, so that a bomb stops at the limit."""
    limits = {key: LIMITS[key].maximum for key in ("csv_bytes", "unpacking_ratio")}
    most = min(limits["csv_bytes"], max(1_000_000, limits["unpacking_ratio"] * len(data)))
    parts, n_bytes, rest = [], 0, data
    try:
        while rest:
            unpacker = zlib.decompressobj(_GZIP)
            part = unpacker.decompress(rest, most + 1 - n_bytes)
            parts.append(part)
            n_bytes += len(part)
            if n_bytes > most:
                check_limit("csv_bytes", n_bytes, what=f"The archive {name}, unpacked,")
                ratio = n_bytes // max(1, len(data)) + 1
                check_limit("unpacking_ratio", ratio, what=f"The archive {name}")
            if not unpacker.eof:
                raise UploadError(f"The archive {name} breaks off; pack the table again.")
            rest = unpacker.unused_data.lstrip(b"\x00")  # padding, as tapes leave it
    except zlib.error as error:
        raise UploadError(
            f"The archive {name} cannot be unpacked ({error}); pack the table again."
        ) from None
    return b"".join(parts)


ROWS = (
    Format(
        name="Packed table",
        title="packed CSV (.zip, .gz)",
        suffixes=(".csv.zip", ".csv.gz", ".tsv.gz", ".txt.gz"),
        recognises=lambda data, content: content == "GZIP archive" or archive_kind(data) == "one",
        holds={
            "fingerprints": "one table, as CSV",
            "points": "one table, as CSV",
            "graph": "one list of edges, as CSV",
        },
        inspect=inspect_packed,
        no_template="Pack one of the CSV templates.",
    ),
)
