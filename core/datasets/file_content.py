"""What a file is, told from its first bytes, and how its name is shown; never a path."""

import unicodedata

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"PK\x03\x04", "ZIP archive"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"%PDF", "PDF document"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"\x93NUMPY", "NumPy array"),
    (b"PAR1", "Parquet table"),
    (b"ARROW1", "Arrow table"),
    (b"\x1f\x8b", "GZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"\xfd7zXZ\x00", "XZ archive"),
    (b"\x89HDF\r\n\x1a\n", "HDF5 file"),
    (b"MATLAB 5.0", "MATLAB file"),
    (b"MATLAB 7.3", "MATLAB file"),
    (b"FEA1", "Feather table"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"\x80\x02", "Python pickle"),
    (b"\x80\x03", "Python pickle"),
    (b"\x80\x04", "Python pickle"),
    (b"\x80\x05", "Python pickle"),
)
SHOWN_NAME_CHARACTERS = 60


def looks_like(data: bytes) -> str:
    """What the bytes are: "PNG image", "ZIP archive", ..., "text" or "binary data".

    >>> looks_like(b"%PDF-1.7"), looks_like(b"x,y"), looks_like(bytes(8))
    ('PDF document', 'text', 'binary data')
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and not (len(signature) == 2 and _is_text(data[:512])):
            return name
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return "text"
    head = data[:4096].lstrip().lower()
    if head.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html", b"<graphml", b"<gexf")):
        return "SVG image" if b"<svg" in head else "HTML or XML"
    if data[:1] == b"\x08" and (b"onnx" in head or b"pytorch" in head or b"graph" in head):
        return "ONNX model"
    return "text" if _is_text(data[:4096]) else "binary data"


def _is_text(head: bytes) -> bool:
    """No NUL, and hardly any other control characters."""
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return 0 not in head and control <= len(head) // 50


def shown_name(filename: str) -> str:
    """A file name fit for a message: last component, quoted, shortened, no control characters.

    >>> shown_name("../../etc/x.csv"), shown_name("a" * 400 + ".csv")[-8:]
    ("'x.csv'", "aaa.csv'")
    """
    last = str(filename).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    # Control and direction-override characters could hide what the name really is.
    clean = "".join(
        c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in last
    )
    if len(clean) > SHOWN_NAME_CHARACTERS:
        half = SHOWN_NAME_CHARACTERS // 2
        clean = f"{clean[:half]}…{clean[-half + 1 :]}"
    return f"'{clean or 'unnamed'}'"
