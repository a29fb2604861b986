"""What the dialogs say of the formats of files, all of it from the table of formats."""

from core.datasets.readers import Format, formats_holding

CONTENT_DECIDES = "The content decides, not the name."


def formats_in_words(kind: str) -> str:
    """Every format that holds a kind of data, with its files' endings and how it holds them."""
    return "; ".join(_in_words(row, kind) for row in formats_holding(kind)) + "."


def _in_words(row: Format, kind: str) -> str:
    how = f": {row.holds[kind]}" if row.holds[kind] else ""
    return f"{row.title} ({', '.join(row.suffixes)}){how}"
