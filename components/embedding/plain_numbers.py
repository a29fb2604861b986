"""Numbers as a reader expects them: three digits that count, no exponents where none are needed."""


def plain(value: float) -> str:
    """Three significant digits; thousands with commas.

    >>> plain(1054.7), plain(81.12), plain(0.01234), plain(3e-9)
    ('1,055', '81.1', '0.0123', '3e-09')
    """
    size = abs(value)
    if 100 <= size < 1e9:
        return f"{value:,.0f}"
    return f"{value:.3g}"
