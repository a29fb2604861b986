"""The verdict of the "One graph" view, from the numbers alone."""

import numpy as np

from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT, pair_of
from components.graphs.one_graph.results import LOUVAIN, Compared, Setting
from components.text import counted
from core.graphs.no_truth import Recommendation
from core.graphs.sweeps import SweepCell

EVEN = 0.005


def one_graph_sentence(
    choice: GraphChoice, setting: Setting, compared: Compared, cells: tuple[SweepCell, ...]
) -> str:
    """Plain against logarithm over all parameters and at this one, and Louvain beside them."""
    score, method = SCORE_SHORT[setting.score], METHOD_TITLES[setting.method]
    names = [name for name in compared.labels if name != LOUVAIN]
    at = "" if setting.x_of(setting.measure) is None else f" at x = {setting.x:.2f}"
    if not names:
        reason = next(iter(compared.reasons.values()))
        return f"**{setting.measure}** has no partition{at} on this graph: {reason}"
    here = ", ".join(f"{name} {compared.scores[name]:.2f}" for name in reversed(names))
    pair = pair_of(setting.measure)
    over_all = _over_all(pair, setting, cells) if len(pair) == 2 else ""
    begins = f"{over_all}Here, with {method}{at}: " if over_all else f"{score} with {method}{at}: "
    sentence = f"{begins}{here}"
    if compared.reasons:
        other, reason = next(iter(compared.reasons.items()))
        sentence += f" ({other} has no partition: {reason.rstrip('.')})"
    found = len(np.unique(compared.labels[LOUVAIN]))
    own = counted(found, "cluster")
    return sentence + f"; Louvain {compared.scores[LOUVAIN]:.2f}, with {own} of its own choice."


def _over_all(pair: tuple[str, ...], setting: Setting, cells: tuple[SweepCell, ...]) -> str:
    """Whether the logarithm helps: on how many parameters it is ahead, and the best of both."""
    plain, logarithm = pair
    values = {
        name: {
            cell.x: cell.scores[setting.score]
            for cell in cells
            if cell.measure == name and cell.scores
        }
        for name in pair
    }
    both = sorted(set(values[plain]) & set(values[logarithm]), key=lambda x: x or 0)
    if len(both) < 2:
        return ""
    gaps = np.array([values[logarithm][x] - values[plain][x] for x in both])
    ahead, behind = int((gaps > EVEN).sum()), int((gaps < -EVEN).sum())
    best = {name: max(each.values()) for name, each in values.items()}
    gap = best[logarithm] - best[plain]
    if max(ahead, behind) == 0:
        return f"**The logarithm changes nothing**: {logarithm} and {plain} agree everywhere. "
    if gap > EVEN and ahead > behind:
        claim = "**The logarithm helps**"
    elif gap < -EVEN and behind > ahead:
        claim = "**The logarithm hurts**"
    elif abs(gap) <= EVEN:
        easier = "easier" if ahead > behind else "harder" if behind > ahead else "no easier"
        claim = f"**The logarithm is no better, but {easier} to tune**"
    else:
        claim = "**The logarithm helps at some x and hurts at others**"
    return (
        f"{claim}: {SCORE_SHORT[setting.score]} {best[logarithm]:.2f} against {best[plain]:.2f} at "
        f"their best x, ahead at {ahead} of {len(both)} and behind at {behind}. "
    )


CONFIDENCE = {
    "sure": "**fairly sure**: measures that look at a graph in different ways agree",
    "unsure": "**unsure**: take it as a lead, not as a finding",
    "guess": "**a guess**: another method would say otherwise",
}


def no_truth_sentence(setting: Setting, compared: Compared, found: Recommendation | None) -> str:
    """What can be said when nobody knows the communities."""
    names = [name for name in compared.labels if name != LOUVAIN]
    if not names:
        reason = next(iter(compared.reasons.values()))
        return f"**{setting.measure}** has no partition on this graph: {reason}"
    parts = ", ".join(f"{name} {compared.scores[name]:.2f}" for name in names)
    return f"{_believed(found)}Modularity: {parts}, Louvain {compared.scores[LOUVAIN]:.2f}."


def _believed(found: Recommendation | None) -> str:
    if found is None:
        return "No ground truth, and the measures have not been compared yet. "
    at = "" if found.x is None else f" at x = {found.x:.2f}"
    return (
        f"No ground truth: the partition to believe is that of **{found.measure}**{at}, "
        f"{CONFIDENCE[found.confidence]}. "
    )
