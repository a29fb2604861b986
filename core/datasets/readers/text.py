"""Bytes to text: the encoding is detected and named, never guessed silently."""

import codecs

from core.datasets.file_content import looks_like, shown_name
from core.errors import UploadError
from core.limits import check_limit

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(data: bytes, filename: str) -> tuple[str, str, tuple[str, ...]]:
    """Text with lines that end with a line feed, the name of its encoding, and notices.

    UTF-8 (with or without a byte-order mark), UTF-16 with a mark or, where every other byte is
    NUL, without, else Latin-1, which is said in a notice because other 8-bit encodings look the
    same.

    Raises UploadError for an empty file, other content, and NUL characters; LimitError above the
    size limit.
    """
    name = shown_name(filename)
    check_limit("csv_bytes", len(data), what=f"The file {name}")
    kind = looks_like(data)
    if kind not in ("text", "binary data"):
        raise UploadError(
            f"{name} is not a text table: it looks like a {kind}. Export the table as CSV."
        )
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    notices: tuple[str, ...] = ()
    unmarked = _unmarked_utf16(data) if encoding == "utf-8" else None
    if unmarked is not None:
        encoding = unmarked
        notices = (f"The text was read as {encoding.upper()}, though it has no byte-order mark.",)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise UploadError(
                f"{name} begins like {encoding.upper()} text but breaks off; save it as UTF-8."
            ) from None
        encoding, text = "latin-1", data.decode("latin-1")
        notices = ("The text is not UTF-8 and was read as Latin-1: check accented letters.",)
    # However lines end (Windows, Unix, old Macintosh, or all in one file), rows are counted alike.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise UploadError(
            f"{name} holds NUL characters (the first in row {row:,}), so it is not a text table; "
            "save it as UTF-8 text."
        )
    if not text.strip():
        raise UploadError(f"The file {name} is empty: it holds only blanks.")
    return text, encoding, notices


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, told by NUL bytes: in Latin text nearly every other byte is one."""
    head = data[:4096]
    half = len(head) // 2
    if half < 8 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None
