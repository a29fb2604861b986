"""The verdict of the Models page, from its table alone."""

import pandas as pd


def models_sentence(table: pd.DataFrame) -> str:
    """The quickest model and its time, the largest difference to an estimator, the sizes."""
    quickest = table.loc[table["p50_ms"].idxmin()]
    sentence = (
        f"**{quickest['model']}** answers in **{quickest['p50_ms']:.2f} ms** on the "
        f"{quickest['runs_on']} (median of one scan)"
    )
    if len(table) > 1:
        sentence += f", the quickest of {len(table)}"
    metres = [float(text.split()[0]) for text in table["parity"] if text.endswith(" m")]
    if metres:
        worst = short_length(max(metres))
        sentence += f"; no exported locator deviates by more than **{worst}** from its estimator, "
        sentence += "where a fix itself is off by metres"
    smallest, largest = round(table["size_kB"].min()), round(table["size_kB"].max())
    size = f"{smallest}" if smallest == largest else f"{smallest} to {largest}"
    return f"{sentence}. Each is one file of {size} kB."


def short_length(metres: float) -> str:
    """A small length in a unit that suits it.

    >>> short_length(3.4e-6), short_length(2e-4)
    ('3.4 µm', '0.2 mm')
    """
    return f"{1e6 * metres:.2g} µm" if metres < 1e-4 else f"{1e3 * metres:.2g} mm"
