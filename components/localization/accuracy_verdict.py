"""The verdict of the "How good?" view, from the numbers alone."""

import numpy as np
import pandas as pd

from components.localization.accuracy_jobs import ORACLE
from core.localization.report import LEAST_BLOCKS


def interval_words(low_m: float, high_m: float) -> str:
    """The 95 % interval of a mean, or why there is none."""
    if np.isnan(low_m):
        return f"no interval: it takes {LEAST_BLOCKS} stops or walks"
    return f"95 % interval {low_m:.2f} to {high_m:.2f}"


def accuracy_sentence(table: pd.DataFrame) -> str:
    """The best with fingerprints only, what more information brings, and the ceiling."""
    if table.empty:
        return "Nothing was computed yet: **press Go on**."
    only = table[table["uses"] == "fingerprints only"]
    more = table[(table["uses"] != "fingerprints only") & (table["method"] != ORACLE.title)]
    ceiling = table[table["method"] == ORACLE.title]
    parts = []
    if len(only):
        best = only.iloc[0]
        parts.append(
            f"With fingerprints only, **{best['method']}** is best: **{best['mean_m']:.2f} m** "
            f"mean error ({interval_words(best['low_m'], best['high_m'])})"
        )
    if len(more):
        best = more.iloc[0]
        parts.append(f"knowing {best['uses']}, **{best['method']}** reaches {best['mean_m']:.2f} m")
    sentence = "; ".join(parts) + "."
    if len(ceiling):
        sentence += (
            f" A survey by the very same hand would bring {ceiling.iloc[0]['mean_m']:.2f} m."
        )
    return sentence
