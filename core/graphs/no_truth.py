"""Which clustering to believe when nobody knows the communities.

Three signs that need no truth: modularity, stability against the parameter, and agreement between
measures. None of them proves a partition right; together they tell a structure that every sensible
method finds from one that a method made up. What a recommendation is worth is said with it, against
graphs of the same degrees that have no communities.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from core.datasets.generators.stub_matching import match_stubs
from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.measures import family_of
from core.graphs.sweeps import SweepCell

WINDOW = 2  # neighbouring parameters on either side that a stable partition survives
SURE, UNSURE = 0.8, 0.5


@dataclass(frozen=True, eq=False)
class Recommendation:
    """A partition, and how sure it is.

    Attributes
    ----------
    measure, x : where it was found
    labels : (n,)
    modularity, stability, agreement : the three signs; stability and agreement are mean adjusted
        Rand indices, with the neighbouring parameters and with the other families' best partitions
    null_modularity : what the same clusterer finds in graphs of the same degrees without
        communities; NaN when it was not asked for
    confidence : "sure", "unsure" or "guess"
    reasons : why the confidence is not higher; empty when it is "sure"
    """

    measure: str
    x: float | None
    labels: NDArray[np.int64]
    modularity: float
    stability: float
    agreement: float
    null_modularity: float
    confidence: str
    reasons: tuple[str, ...]


class Agreement:
    """Adjusted Rand index of two partitions; every two different ones are compared once."""

    def __init__(self) -> None:
        self._known: dict[frozenset[bytes], float] = {}

    def __call__(self, a: NDArray[Any], b: NDArray[Any]) -> float:
        """The index of labels a and b, (n,) each, in the order of first appearance."""
        key = frozenset((a.tobytes(), b.tobytes()))
        if len(key) == 1:
            return 1.0
        if key not in self._known:
            self._known[key] = float(adjusted_rand_score(a, b))
        return self._known[key]


def stability_table(cells: Sequence[SweepCell], agreement: Agreement | None = None) -> pd.DataFrame:
    """One row per cell that has labels: measure, x, modularity, stability, and the cell's number.

    Stability is the mean adjusted Rand index with the partitions of the same measure at up to two
    parameters on either side; 1 for a measure without a parameter.
    """
    agreement = agreement or Agreement()
    rows = []
    for measure in dict.fromkeys(cell.measure for cell in cells):
        own = [i for i, cell in enumerate(cells) if cell.measure == measure]
        own = [i for i in own if cells[i].labels is not None]
        for place, number in enumerate(own):
            cell = cells[number]
            near = own[max(place - WINDOW, 0) : place + WINDOW + 1]
            scores = [_agree(agreement, cells[i], cell) for i in near if i != number]
            rows.append(
                {
                    "measure": measure,
                    "x": np.nan if cell.x is None else cell.x,
                    "modularity": cell.scores["modularity"],
                    "stability": float(np.mean(scores)) if scores else 1.0,
                    "cell": number,
                }
            )
    return pd.DataFrame(rows, columns=["measure", "x", "modularity", "stability", "cell"])


def _agree(agreement: Agreement, a: SweepCell, b: SweepCell) -> float:
    """Of two cells that have labels."""
    return np.nan if a.labels is None or b.labels is None else agreement(a.labels, b.labels)


def best_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Of each measure the row with the largest modularity × stability, both clipped at 0."""
    merit = table["modularity"].clip(lower=0) * table["stability"].clip(lower=0)
    best = merit.groupby(table["measure"], sort=False).idxmax()
    return table.loc[best.to_numpy()].reset_index(drop=True)


def agreement_matrix(
    labels: Sequence[NDArray[Any]], agreement: Agreement | None = None
) -> NDArray[np.float64]:
    """Adjusted Rand index between every two partitions (m, m).

    >>> agreement_matrix([np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])])
    array([[1., 1.],
           [1., 1.]])
    """
    agreement = agreement or Agreement()
    m = len(labels)
    matrix = np.eye(m)
    for i in range(m):
        for j in range(i):
            matrix[i, j] = matrix[j, i] = agreement(labels[i], labels[j])
    return matrix


def recommend(
    cells: Sequence[SweepCell],
    *,
    null_modularity: float = np.nan,
    weighted: bool = False,
    agreement: Agreement | None = None,
) -> Recommendation:
    """The partition with the best product of the three signs, and how sure it is.

    ``cells`` are those of a sweep with one clusterer and the score "modularity". Measures of one
    family have one voice. "sure": agreement and stability are at least 0.8 and the modularity lies
    clearly above ``null_modularity``; "guess": agreement or stability is below 0.5, or the
    modularity is what chance finds; else "unsure".

    Raises ParameterError when no cell has labels.
    """
    compared = agreement or Agreement()
    table = best_cells(stability_table(cells, compared))
    if table.empty:
        raise ParameterError("No measure has a partition here, so none can be recommended.")
    labels = [cells[int(row)].labels for row in table["cell"]]
    found: list[NDArray[np.int64]] = [each for each in labels if each is not None]
    family = np.array([family_of(name, weighted=weighted) for name in table["measure"]])
    others = family[:, None] != family[None, :]
    # A family's voice is shared among its members.
    voice = np.array([1 / (family == name).sum() for name in family])
    weight = others * voice
    total = weight.sum(axis=1)
    of_others = np.divide(
        (agreement_matrix(found, compared) * weight).sum(axis=1),
        total,
        out=np.ones(len(found)),
        where=total > 0,
    )
    merit = table["modularity"].clip(lower=0) * table["stability"].clip(lower=0)
    merit = merit.to_numpy() * np.maximum(of_others, 0)
    chosen = int(np.argmax(merit))
    row = table.iloc[chosen]
    signs = (float(row["modularity"]), float(row["stability"]), float(of_others[chosen]))
    confidence, reasons = _confidence(*signs, null_modularity)
    return Recommendation(
        str(row["measure"]),
        None if np.isnan(row["x"]) else float(row["x"]),
        found[chosen],
        *signs,
        null_modularity,
        confidence,
        reasons,
    )


def _confidence(
    modularity: float, stability: float, agreement: float, null: float
) -> tuple[str, tuple[str, ...]]:
    reasons: list[str] = []
    level = 2
    for value, what in (
        (agreement, "the measures agree with it only to an ARI of {:.2f}"),
        (stability, "at neighbouring parameters it changes (ARI {:.2f})"),
    ):
        if value < SURE:
            reasons.append(what.format(value))
            level = min(level, 1 if value >= UNSURE else 0)
    if modularity < 0.05:
        reasons.append(f"its modularity is {modularity:.2f}")
        level = 0
    elif not np.isnan(null) and modularity < 1.3 * null:
        reasons.append(
            f"its modularity of {modularity:.2f} is hardly above the {null:.2f} that chance finds"
        )
        level = 0 if modularity < 1.1 * null else min(level, 1)
    return ("guess", "unsure", "sure")[level], tuple(reasons)


def shuffled(adjacency: Any, *, random_state: int = 0) -> sparse.csr_array:
    """A random graph with the same degrees and, in random places, the same weights.

    Source: M. Molloy, B. Reed, *A critical point for random graphs with a given degree sequence*,
    1995.

    >>> ring = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
    >>> shuffled(ring).sum(axis=1).tolist()
    [2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    """
    matrix = checked_adjacency(adjacency)
    n = matrix.shape[0]
    rng = np.random.default_rng(random_state)
    upper = sparse.triu(matrix, k=1).tocoo()
    degree = np.bincount(np.concatenate(upper.coords), minlength=n).astype(np.int64)
    source, target = match_stubs(degree, forbidden=np.equal, rng=rng)
    weight = rng.permutation(upper.data)[: len(source)]
    half = sparse.coo_array((weight, (source, target)), shape=(n, n))
    return sparse.csr_array(half + half.T)
