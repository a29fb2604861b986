"""Tables as text: whatever no other format claims, with its separator and decimal mark detected."""

from core.datasets.readers.csv_templates import CSV_TEMPLATES
from core.datasets.readers.format import Format
from core.datasets.readers.table import inspect_table


def _may_be_text(data: bytes, content: str) -> bool:
    """Text, also in encodings that look like binary data at first sight."""
    return content in ("text", "binary data")


TEXT_TABLE = Format(
    name="CSV or TSV",
    title="CSV, TSV",
    suffixes=(".csv", ".tsv", ".txt"),
    recognises=_may_be_text,
    holds={
        "fingerprints": "one row per reading, or one column per beacon",
        "points": "one row per point",
        "graph": "one row per edge, third column = weight, any separator, with or without header, "
        "decimal commas; or a square table with the same names for rows and columns",
    },
    inspect=inspect_table,
    templates=CSV_TEMPLATES,
    asked_last=True,
)
ROWS = (TEXT_TABLE,)
