"""Are these samples copies of rows, and could they be told from real rows?"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.diffusion.denoisers import QUERIES_AT_ONCE, ExactDenoiser
from core.parallel import check_wanted

Array = NDArray[np.float64]
COPY_RATIO = 1 / 3  # of the distance of the second nearest row
COMMITTED = 0.5  # share of a single row


def nearest_rows(samples: Array, rows: Array) -> tuple[NDArray[np.intp], Array, Array]:
    """(q,) the nearest distinct row, its distance, and that of the second nearest one.

    >>> found = nearest_rows(np.array([[0.1]]), np.array([[0.0], [1.0]]))
    >>> found[0].tolist(), found[1].round(3).tolist(), found[2].round(3).tolist()
    ([0], [0.1], [0.9])
    """
    distance = cdist(samples, rows)
    nearest = distance.argmin(axis=1)
    at = np.arange(len(samples))
    first = distance[at, nearest]
    distance[at, nearest] = np.inf
    return nearest, first, distance.min(axis=1)


def memorised(samples: Array, rows: Array) -> NDArray[np.bool_]:
    """(q,) whether a sample is a copy: its nearest row is three times nearer than the second.

    No absolute distance is asked for, which would depend on the data; a single row is always one.
    ``rows`` are distinct.

    >>> memorised(np.array([[0.1], [0.5]]), np.array([[0.0], [1.0]])).tolist()
    [True, False]
    """
    _, first, second = nearest_rows(samples, rows)
    return np.asarray(first < COPY_RATIO * second)


def told_apart(samples: Array, real: Array) -> float:
    """Share that the nearest other one of both classes names rightly: ½ where nothing tells them.

    Both are cut to the same number. D. Lopez-Paz, M. Oquab, ICLR, 2017.

    >>> told_apart(np.array([[0.0], [0.1]]), np.array([[9.0], [9.1]]))
    1.0
    """
    n = min(len(samples), len(real))
    both = np.vstack([samples[:n], real[:n]])
    distance = cdist(both, both)
    np.fill_diagonal(distance, np.inf)
    label = np.repeat([0, 1], n)
    return float((label[distance.argmin(axis=1)] == label).mean())


def committed_shares(
    rows: Array, h: Array, n_draws: int, random: np.random.Generator
) -> tuple[Array, Array]:
    """(H,) shares of noised rows of which their own row holds over half, and any one row does.

    The exact flow has the kernel estimate as its law at every h, so that no flow is needed.
    """
    exact = ExactDenoiser(rows)
    chosen = random.integers(len(rows), size=n_draws)
    start, noise = rows[chosen], random.normal(size=(n_draws, rows.shape[1]))
    place = np.argmin(cdist(start, exact.rows), axis=1)
    own, some = np.empty(len(h)), np.empty(len(h))
    for number, each in enumerate(h.tolist()):
        check_wanted()
        parts = [
            exact.weights((start + each * noise)[first : first + QUERIES_AT_ONCE], each)
            for first in range(0, n_draws, QUERIES_AT_ONCE)
        ]
        weight = np.vstack(parts)
        own[number] = (weight[np.arange(n_draws), place] > COMMITTED).mean()
        some[number] = (weight.max(axis=1) > COMMITTED).mean()
    return own, some


def half_committed(h: Array, share: Array) -> float:
    """The largest h at which half are committed, between the given ones; NaN where never.

    >>> half_committed(np.array([1.0, 2.0, 4.0]), np.array([0.9, 0.6, 0.2]))  # doctest: +ELLIPSIS
    2.37...
    """
    above = np.flatnonzero(share >= COMMITTED)
    if not len(above):
        return float("nan")
    last = int(above[-1])
    if last == len(h) - 1:
        return float(h[-1])
    part = (share[last] - COMMITTED) / (share[last] - share[last + 1])
    return float(np.exp(np.log(h[last]) + part * np.log(h[last + 1] / h[last])))
