"""Tables as CSV that a spreadsheet opens without running anything."""

import pandas as pd

from core.spreadsheet_text import escape_formula


def to_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 CSV with a header; text that a spreadsheet would run as a formula gets a ``'``.

    Numeric columns are left alone: −3.2 stays a number (OWASP's rule for CSV injection).
    """
    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column].dtype):
            safe[column] = safe[column].map(_neutralise)
    safe.columns = [_neutralise(str(column)) for column in safe.columns]
    return safe.to_csv(index=False).encode("utf-8")


def _neutralise(value: object) -> object:
    return escape_formula(value) if isinstance(value, str) else value
