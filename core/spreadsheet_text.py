"""Text that a spreadsheet program shows instead of running it."""

import re

# OWASP's rule for CSV, with the full-width signs that some programs take for the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def escape_formula(text: str) -> str:
    """Text that would be run as a formula with an apostrophe before it; a plain number is none.

    >>> escape_formula("=1+1"), escape_formula("beacon 4"), escape_formula("-1")
    ("'=1+1", 'beacon 4', '-1')
    """
    runs = text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs else text
