"""The verdict of the "Leaderboard" view, from the numbers alone."""

import pandas as pd

from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SCALE, SCORE_SHORT
from components.memory import once
from core.graphs.leaderboard import log_pairs

TIE = 1e-9


@once
def leaderboard_sentence(table: pd.DataFrame, score: str, count_by: str) -> str:
    """Who leads with each clusterer, and in how many pairs the logarithm is ahead."""
    if table.empty:
        return "Nothing has been computed yet: press the button below."
    leaders, counts, most = [], [], 0
    for method in [name for name in METHOD_TITLES if name in set(table["method"])]:
        part = table[table["method"] == method]
        leaders.append(f"{leader_of(part, count_by)} with {METHOD_TITLES[method]}")
        pairs = log_pairs(part, count_by)["leads"]
        counts.append(int((pairs == "logarithm").sum()))
        most = max(most, len(pairs))
    wins = " and ".join(filter(None, (", ".join(map(str, counts[:-1])), str(counts[-1]))))
    return (
        f"{SCORE_SHORT[score]} ({SCORE_SCALE[score]}): {', '.join(leaders)}. "
        f"**The logarithm beats its plain measure** in {wins} of {most} pairs."
    )


def leader_of(part: pd.DataFrame, count_by: str) -> str:
    """The leading measure of one clusterer; a tie says how many families share the lead."""
    top = float(part[count_by].max())
    first = part[part[count_by] >= top - TIE]
    sharing = first["family"].nunique()
    if sharing == 1:
        best = first.sort_values(["best", "p90", "mean"], ascending=False, kind="stable")
        return f"**{best['measure'].iloc[0]}** leads ({top:.2f})"
    return f"{sharing} families share the lead ({top:.2f})"
