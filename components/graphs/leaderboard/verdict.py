"""The verdict of the "Leaderboard" view, from the numbers alone."""

import pandas as pd

from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT
from components.memory import once
from core.graphs.leaderboard import log_pairs

TIE = 1e-9


@once
def leaderboard_sentence(table: pd.DataFrame, score: str, count_by: str) -> str:
    """Who leads with each clusterer, and in how many pairs the logarithm is ahead."""
    if table.empty:
        return "Nothing has been computed yet: press the button below."
    leaders, counts = [], []
    for method in [name for name in METHOD_TITLES if name in set(table["method"])]:
        part = table[table["method"] == method]
        title = METHOD_TITLES[method]
        leaders.append(f"with {title} {leader_of(part, count_by)}")
        pairs = log_pairs(part, count_by)["leads"]
        wins, ties = int((pairs == "logarithm").sum()), int((pairs == "tie").sum())
        tied = f", {ties} ties" if ties else ""
        counts.append(f"{wins} of {len(pairs)} with {title}{tied}")
    families = table.groupby("method")["family"].nunique().max()
    measures = table.groupby("method")["measure"].nunique().max()
    return (
        f"{SCORE_SHORT[score]}: {'; '.join(leaders)}. **The logarithm beats its plain measure** in "
        f"{'; '.join(counts)}. ({measures} measures are {families} different distances.)"
    )


def leader_of(part: pd.DataFrame, count_by: str) -> str:
    """The leading measure of one clusterer; a tie says how many families share the lead."""
    top = float(part[count_by].max())
    first = part[part[count_by] >= top - TIE].sort_values(
        ["best", "p90", "mean"], ascending=False, kind="stable"
    )
    sharing = first["family"].nunique()
    name = first["measure"].iloc[0]
    if sharing == 1:
        return f"**{name}** leads ({top:.2f})"
    return f"{sharing} families share the lead ({top:.2f}), **{name}** on the widest plateau"
