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

    UTF-8 (with or without a byte-order mark), UTF-16 with a mark, else Latin-1, which is said in
    a notice because other 8-bit encodings look the same.

    Raises UploadError for an empty file, other content, and NUL characters; LimitError above the
    size limit.
    """
    name = shown_name(filename)
    if not data:
        raise UploadError(f"The file {name} is empty; choose a file that holds data.")
    check_limit("csv_bytes", len(data), what=f"The file {name}")
    kind = looks_like(data)
    if kind not in ("text", "binary data"):
        raise UploadError(
            f"{name} is not a text table: it looks like a {kind}. Export the table as CSV."
        )
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    notices: tuple[str, ...] = ()
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
