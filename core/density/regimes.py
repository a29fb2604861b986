"""The three regimes of a kernel density estimate, told apart by the tail index μ."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# In the order of growing bandwidth, with the words for each in a sentence.
REGIME_WORDS = {"condensed": "condensed", "heavy": "heavy-tailed", "gaussian": "Gaussian"}
REGIMES = tuple(REGIME_WORDS)
# The μ at which the first two end.
CONDENSATION, CLT = 1.0, 2.0
# In so few the limits that tell regimes apart have not set in: μ = 1 is only where the ten
# neighbours of Hill's estimator would put it.
LOW_DIMENSIONS = 4


def has_regimes(n_dimensions: int) -> bool:
    """Whether a verdict about this many dimensions may speak of regimes.

    >>> has_regimes(2), has_regimes(30)
    (False, True)
    """
    return n_dimensions > LOW_DIMENSIONS


def regime_index(tail_index: ArrayLike) -> NDArray[np.intp]:
    """0 condensed (μ < 1), 1 heavy-tailed (1 ≤ μ < 2), 2 Gaussian (μ ≥ 2); the index in REGIMES.

    >>> regime_index([0.3, 1.0, 5.0]).tolist()
    [0, 1, 2]
    """
    mu = np.asarray(tail_index, dtype=float)
    return (mu >= CONDENSATION).astype(np.intp) + (mu >= CLT)


def regime_shares(tail_index: ArrayLike, copies: ArrayLike | None = None) -> dict[str, float]:
    """Share of the rows in each regime, ``copies`` of each point; the shares sum to one.

    >>> regime_shares([0.3, 1.0, 5.0, 0.5])
    {'condensed': 0.5, 'heavy': 0.25, 'gaussian': 0.25}
    """
    rows = None if copies is None else np.ravel(copies)
    counts = np.bincount(regime_index(tail_index).ravel(), rows, minlength=3)
    return dict(zip(REGIMES, (counts / max(counts.sum(), 1)).tolist(), strict=True))


def log_density_variance(tail_index: ArrayLike) -> NDArray[np.float64]:
    """Variance of log ρ̂ over data sets, nats²: (π²/6)(1/μ² − 1) for μ < 1; 0 above, to leading
    order (the fluctuations are exponentially small in d).

    >>> float(log_density_variance(0.5).round(3))
    4.935
    """
    mu = np.asarray(tail_index, dtype=float)
    return np.where(mu < 1, np.pi**2 / 6 * (1 / np.square(mu) - 1), 0.0)
