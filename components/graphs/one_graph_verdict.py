"""The verdict of the "One graph" view, from the numbers alone."""

import numpy as np

from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT, pair_of
from components.graphs.one_graph_results import LOUVAIN, Compared, Setting
from core.graphs.sweep import SweepCell

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
        return f"**{setting.measure}** has no kernel{at} on this graph: {reason}"
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
        said = "**The logarithm helps**"
    elif gap < -EVEN and behind > ahead:
        said = "**The logarithm harms**"
    elif abs(gap) <= EVEN:
        easier = "easier" if ahead > behind else "harder" if behind > ahead else "no easier"
        said = f"**The logarithm finds nothing better, but is {easier} to set**"
    else:
        said = "**The logarithm helps at some parameters and harms at others**"
    return (
        f"{said}: {logarithm} is ahead of {plain} at {ahead} of {len(both)} parameters and behind "
        f"at {behind}; at their best they reach {best[logarithm]:.2f} and {best[plain]:.2f}. "
    )


def no_truth_sentence(choice: GraphChoice, setting: Setting, compared: Compared) -> str:
    """What can be said when nobody knows the communities."""
    names = [name for name in compared.labels if name != LOUVAIN]
    method = METHOD_TITLES[setting.method]
    if not names:
        reason = next(iter(compared.reasons.values()))
        return f"**{setting.measure}** has no kernel on this graph: {reason}"
    parts = " and ".join(f"**{name}** {compared.scores[name]:.2f}" for name in names)
    return (
        f"No ground truth: into {setting.n_clusters} clusters with {method}, modularity is "
        f"{parts}; Louvain, which maximises it, gets {compared.scores[LOUVAIN]:.2f}. Modularity "
        "alone proves nothing: see below which partition the measures agree on, and how sure it is."
    )
