"""The verdict of the "Tournament" view, from the numbers alone."""

import numpy as np

from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SCALE, SCORE_SHORT
from components.graphs.tournament.jobs import TournamentPlan
from components.memory import once
from core.graphs.tournaments import TournamentResult

LEAST_GRAPHS = 6  # of which an interval says something


@once
def tournament_sentence(plan: TournamentPlan, result: TournamentResult, rank_by: str) -> str:
    """Who leads, by how much, and whether the logarithm pays."""
    index = result.best_index if rank_by == "best" else result.percentile_90_index
    points = result.copeland_best if rank_by == "best" else result.copeland_90
    order = np.argsort(-points, kind="stable")
    first, second = order[0], order[1]
    most = result.n_graphs * (len(result.measures) - 1)
    means = np.nanmean(result.at(index), axis=0)
    lead = f"**{result.measures[first]}** leads"
    if points[first] == points[second]:
        lead = f"**{result.measures[first]}** and **{result.measures[second]}** share the lead"
    x = plan.x[int(index[first])]
    where = f"x = {x:.2f}"
    sentence = (
        f"After {result.n_graphs} of {plan.n_graphs} graphs with {METHOD_TITLES[plan.method]}, "
        f"{lead}: {points[first]:+d} of at most {most} (Copeland: comparisons won less lost), "
        f"mean {SCORE_SHORT[plan.score]} {means[first]:.2f} ({SCORE_SCALE[plan.score]}) at {where}"
    )
    held = result.held_out(rank_by)[:, first].mean()
    if np.isfinite(held):
        sentence += f", {held:.2f} on graphs that had no say in x"
    return f"{sentence}. {_logarithms(result, rank_by)}"


def _logarithms(result: TournamentResult, rank_by: str) -> str:
    """In how many pairs the logarithm is ahead or behind beyond doubt; "" with few graphs."""
    pairs = result.held_out_pairs(rank_by)
    if not pairs or result.n_graphs < LEAST_GRAPHS:
        return ""
    ahead = sum(pair.ahead == pair.logarithm for pair in pairs)
    behind = sum(pair.ahead == pair.plain for pair in pairs)
    return (
        f"**The logarithm is ahead in {ahead} and behind in {behind} of {len(pairs)} pairs**, "
        f"{len(pairs) - ahead - behind} undecided."
    )
