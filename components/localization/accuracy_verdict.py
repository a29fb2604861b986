"""The verdict of the "How good?" view, from the numbers alone."""

import pandas as pd

from components.localization.accuracy_jobs import ORACLE


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
            f"mean error (95% interval {best['low_m']:.2f} to {best['high_m']:.2f})"
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
