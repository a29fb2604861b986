"""What the four lenses say of a survey, in words."""

import numpy as np

from components.story.results import Lenses
from core.percentages import percent

ALIKE_M = 0.05  # what one decimal does not show


def story_sentence(lenses: Lenses) -> str:
    """What radio alone knows of the floor, and which proximity finds its parts."""
    floor, best = lenses.floor, max(lenses.scores, key=lambda score: score.mean)
    than = "better than" if floor.kept > floor.kept_by_levels else "no better than"
    return (
        f"Radio alone draws this floor: its map keeps walking distance at **Spearman "
        f"{floor.kept:.3f}** (1 is perfect), {than} distances between levels "
        f"({floor.kept_by_levels:.3f}). Of {len(lenses.scores)} proximities **{best.measure}** "
        f"finds the parts of the floor best (agreement {best.mean:.2f} on average; 1 is "
        f"perfect, 0 chance)."
    )


def vote_sentence(lenses: Lenses, number: int) -> str:
    """How many places vote at a bandwidth, and what that means for the fix."""
    vote = lenses.vote
    median = float(np.median(vote.k_eff[number]))
    error, nearest = float(np.median(vote.error_m[number])), float(np.median(vote.nearest_m))
    if abs(error - nearest) <= ALIKE_M:
        than = "as good as"
    else:
        than = "better than" if error < nearest else "worse than"
    best = int(np.median(vote.error_m, axis=1).argmin())
    return (
        f"At h = {vote.bandwidth_db[number]:.1f} dB, **{median:.1f} places** vote in the middle of "
        f"all scans, and for {percent(float(vote.alone[number]))} of them one place decides alone. "
        f"The fix is **{error:.1f} m** off (median), {than} the single nearest place "
        f"({nearest:.1f} m); the best bandwidth is {vote.bandwidth_db[best]:.1f} dB."
    )


def zones_sentence(lenses: Lenses, measure: str) -> str:
    """How well a measure finds the zones, and whether its logarithm does."""
    score = {each.measure: each for each in lenses.scores}
    plain = measure.removeprefix("log")
    log = f"log{plain}"
    more = "more" if score[log].mean > score[plain].mean else "no more"
    return (
        f"The clusters of **{measure}** agree with the zones at **{score[measure].mean:.2f}** on "
        f"average over its parameter (1 is perfect, 0 is chance). With the logarithm {plain} finds "
        f"{more} of them: {score[log].mean:.2f} against {score[plain].mean:.2f}."
    )
