"""All measures with all clusterers on one graph: who leads, and does the logarithm help?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.graphs.measures import LOGARITHM_PAIRS, family_of, measure_named
from core.graphs.partition_scores import partition_score
from core.graphs.sweeps import SweepCell

TIE = 1e-9


def cell_scores(
    cells: Sequence[SweepCell], score: str, communities: Any = None, adjacency: Any = None
) -> NDArray[np.float64]:
    """One score for every cell, NaN where it has no labels; equal partitions are judged once."""
    known: dict[bytes, float] = {}
    values = np.full(len(cells), np.nan)
    for index, cell in enumerate(cells):
        if cell.labels is None:
            continue
        key = cell.labels.tobytes()
        if key not in known:
            known[key] = partition_score(score, cell.labels, communities, adjacency)
        values[index] = known[key]
    return values


def leaderboard(
    cells: Sequence[SweepCell], values: NDArray[np.float64], *, weighted: bool = False
) -> pd.DataFrame:
    """One row per measure and clusterer, best first within each clusterer.

    Columns: method, measure, family, plain (of a logarithm, else ""), best (the highest score over
    x), x (where), p90 (the 90th percentile over the parameters that have a kernel, the next lower
    value that occurs: how good the measure is when its parameter is chosen well but not perfectly),
    x_p90 (where), mean, n_x (parameters with a kernel), rank (1 for the best; equal scores share a
    rank).
    """
    frame = pd.DataFrame(
        {
            "method": [cell.method for cell in cells],
            "measure": [cell.measure for cell in cells],
            "x": [np.nan if cell.x is None else cell.x for cell in cells],
            "value": values,
        }
    ).dropna(subset="value")
    rows = []
    for (method, measure), part in frame.groupby(["method", "measure"], sort=False):
        scores = part["value"].to_numpy()
        best = int(np.argmax(scores))
        rows.append(
            {
                "method": method,
                "measure": measure,
                "family": family_of(str(measure), weighted=weighted),
                "plain": measure_named(str(measure)).plain,
                "best": scores[best],
                "x": part["x"].iloc[best],
                "p90": (p90 := float(np.percentile(scores, 90, method="lower"))),
                "x_p90": part["x"].iloc[int(np.argmax(scores == p90))],
                "mean": float(scores.mean()),
                "n_x": len(scores),
            }
        )
    columns = ["method", "measure", "family", "plain", "best", "x", "p90", "x_p90", "mean", "n_x"]
    table = pd.DataFrame(rows, columns=columns)
    rounded = (table["best"] / TIE).round() * TIE
    table["rank"] = rounded.groupby(table["method"]).rank(ascending=False, method="min")
    order = table.sort_values(["best", "p90", "mean"], ascending=False, kind="stable").index
    return table.loc[order].sort_values("method", kind="stable").reset_index(drop=True)


def log_pairs(table: pd.DataFrame, column: str = "best") -> pd.DataFrame:
    """Plain against logarithm: method, plain, logarithm, both scores, and who leads.

    ``leads`` is "logarithm", "plain" or "tie"; pairs of which one has no score are left out.
    """
    rows = []
    for method, part in table.groupby("method", sort=False):
        score = part.set_index("measure")[column]
        for plain, logarithm in LOGARITHM_PAIRS:
            if plain in score and logarithm in score:
                gap = float(score[logarithm] - score[plain])
                leads = "tie" if abs(gap) < TIE else "logarithm" if gap > 0 else "plain"
                rows.append((method, plain, logarithm, score[plain], score[logarithm], leads))
    columns = ["method", "plain", "logarithm", "plain_score", "logarithm_score", "leads"]
    return pd.DataFrame(rows, columns=columns)
