"""Hostile and unlucky files, built in code so that no binary lies in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

import numpy as np
import pyarrow.feather
import scipy.io
from numpy.typing import ArrayLike
from PIL import Image

EPOCH = (1980, 1, 1, 0, 0, 0)


def png(width: int = 4, height: int = 3, mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its data do not have."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def jpeg(
    orientation: int | None = None, mode: str = "RGB", size: tuple[int, int] = (8, 4)
) -> bytes:
    buffer = io.BytesIO()
    image = Image.new(mode, size)
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def npy(array: ArrayLike, allow_pickle: bool = False) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=allow_pickle)
    return buffer.getvalue()


def npy_claiming(
    shape: tuple[int, ...],
    dtype: str = "<f8",
    body: bytes = b"\x00" * 64,
    fortran: bool = False,
) -> bytes:
    """A NPY file whose header lies about its shape."""
    text = f"{{'descr': '{dtype}', 'fortran_order': {fortran}, 'shape': {shape}, }}"
    header = text.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + body


def npz(**arrays: ArrayLike) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # none is allow_pickle
    return buffer.getvalue()


def archive(
    members: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]],
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A ZIP of (name or ZipInfo, bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in members:
            # The same bytes whenever they are made.
            member = zipfile.ZipInfo(name, EPOCH) if isinstance(name, str) else name
            file.writestr(member, content, compression)
    return buffer.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx_parts(sheets: Mapping[str, str]) -> dict[str, str]:
    """The members of an XLSX workbook: title → what stands within <worksheet>."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_CONTENT}.worksheet+xml"/>'
        for i in numbers
    )
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{i}" r:id="r{i}"/>'
        for i, title in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in numbers
    )
    # Style 1 is a date.
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders>'
        '<border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_CONTENT}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="s" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
    }
    for i, body in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{_MAIN}">{body}</worksheet>'
    return parts


def sheet_of(rows: Iterable[Iterable[object]]) -> str:
    """The cells of an XLSX sheet; a date is ("date", days), ("=", formula, value) a formula."""
    out = []
    for r, row in enumerate(rows, start=1):
        cells = "".join(_cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row))
        out.append(f'<row r="{r}">{cells}</row>')
    return f"<sheetData>{''.join(out)}</sheetData>"


def _cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple) and value[0] == "date":
        return f'<c r="{place}" s="1"><v>{value[1]}</v></c>'
    if isinstance(value, tuple):
        saved = "" if value[2] is None else f"<v>{value[2]}</v>"
        return f'<c r="{place}"><f>{value[1]}</f>{saved}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def xlsx(sheets: Mapping[str, Iterable[Iterable[object]]]) -> bytes:
    """A workbook: title → rows of cells."""
    bodies = {title: sheet_of(rows) for title, rows in sheets.items()}
    return archive(xlsx_parts(bodies).items())


def ods(rows: Iterable[Iterable[object]], title: str = "Sheet1", body: str = "") -> bytes:
    """An ODS workbook with one sheet, or whose sheet holds ``body``."""

    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        kind = "float" if isinstance(value, (int, float)) else "string"
        number = f' office:value="{value}"' if kind == "float" else ""
        return (
            f'<table:table-cell office:value-type="{kind}"{number}><text:p>{escape(str(value))}'
            "</text:p></table:table-cell>"
        )

    body = body or "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows
    )
    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table '
        f'table:name="{escape(title)}">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
        'spreadsheet"/></manifest:manifest>'
    )
    return archive(
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ]
    )


def feather(columns: Mapping[str, object], compression: str = "uncompressed") -> bytes:
    buffer = io.BytesIO()
    pyarrow.feather.write_feather(pyarrow.table(columns), buffer, compression=compression)
    return buffer.getvalue()


def mat(compressed: bool = True, **arrays: ArrayLike) -> bytes:
    buffer = io.BytesIO()
    scipy.io.savemat(buffer, arrays, do_compression=compressed)
    return b"MATLAB 5.0 MAT-file".ljust(116) + buffer.getvalue()[116:]  # without the date


def link(name: str) -> zipfile.ZipInfo:
    """An archive member that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info
