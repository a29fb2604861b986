"""The verdict of the "One graph" view, from the numbers alone."""

import numpy as np

from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT, pair_of
from components.graphs.one_graph.results import LOUVAIN, Compared, Setting
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
    here = " and ".join(f"{name} {compared.scores[name]:.2f}" for name in reversed(names))
    pair = pair_of(setting.measure)
    sentence = _over_all(pair, setting, cells) if len(pair) == 2 else ""
    sentence += f"With {method}{at}, {score} is {here}"
    if compared.reasons:
        other, reason = next(iter(compared.reasons.items()))
        sentence += f" ({other} has no partition: {reason.rstrip('.')})"
    found = len(np.unique(compared.labels[LOUVAIN]))
    return sentence + (
        f"; Louvain, which chooses {found} clusters by itself, reaches "
        f"{compared.scores[LOUVAIN]:.2f}."
    )


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
        claim = f"**The logarithm finds nothing better, but is {easier} to tune**"
    else:
        claim = "**The logarithm helps at some parameters and hurts at others**"
    return (
        f"{claim}: {logarithm} is ahead of {plain} at {ahead} of {len(both)} parameters and behind "
        f"at {behind}; at their best they reach {best[logarithm]:.2f} and {best[plain]:.2f}. "
    )


CONFIDENCE = {
    "sure": "**fairly sure**: measures that look at a graph in different ways agree",
    "unsure": "**unsure**: take it as a lead, not as a finding",
    "guess": "**a guess**: another method would say otherwise",
}


def no_truth_sentence(setting: Setting, compared: Compared, found: Recommendation | None) -> str:
    """What can be said when nobody knows the communities."""
    names = [name for name in compared.labels if name != LOUVAIN]
    method = METHOD_TITLES[setting.method]
    if not names:
        reason = next(iter(compared.reasons.values()))
        return f"**{setting.measure}** has no partition on this graph: {reason}"
    parts = " and of ".join(f"{name} is {compared.scores[name]:.2f}" for name in names)
    return (
        f"{_believed(found)}In {setting.n_clusters} clusters with {method}, the modularity of "
        f"{parts}; Louvain, which maximises it, gets {compared.scores[LOUVAIN]:.2f}."
    )


def _believed(found: Recommendation | None) -> str:
    if found is None:
        return "No ground truth, and the measures have not been compared yet. "
    at = "" if found.x is None else f" at x = {found.x:.2f}"
    return (
        f"No ground truth: the partition to believe is that of **{found.measure}**{at}, "
        f"{CONFIDENCE[found.confidence]} (the other families agree with it to an ARI of "
        f"{found.agreement:.2f}; modularity {found.modularity:.2f}, shuffled graphs "
        f"{found.null_modularity:.2f}). "
    )
