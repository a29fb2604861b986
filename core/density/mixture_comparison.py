"""Is a kernel estimate more likely than a Gaussian mixture, on rows that neither has seen?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.mixture import GaussianMixture

from core.density.kernel_density import KernelDensity
from core.density.validation import check_data
from core.errors import ParameterError
from core.parallel import Progress, check_wanted, no_progress

Array = NDArray[np.float64]
FOLDS = 5
MOST_ROWS = 2_000  # of more, so many are drawn
COMPONENTS = (1, 2, 3, 4, 6, 8)
FLOOR = 1e-3  # of the variance, added to every component's, or a column of one value decides


@dataclass(frozen=True, eq=False)
class MixtureComparison:
    """Log densities of the same held-out rows (n,), nats, by a kernel estimate and by a mixture.

    ``rows`` (n,) of the table · ``components`` of the mixture in each fold, chosen by BIC.
    """

    rows: NDArray[np.intp]
    kernel: Array
    mixture: Array
    components: tuple[int, ...]

    @property
    def ratio(self) -> tuple[float, float]:
        """Mean log likelihood ratio, kernel over mixture, in nats per row, with its error."""
        apart = self.kernel - self.mixture
        if not np.isfinite(apart).all():
            return float(apart.mean()), float("nan")
        return float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(len(apart)))


def compare_with_mixture(
    X: ArrayLike,
    make: Callable[[], Any] | None = None,
    *,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> Iterator[MixtureComparison]:
    """Five folds: both learn from four fifths of the distinct rows and are asked about the fifth.

    The mixture has full covariances, each variance raised by a thousandth of the data's, and 1 to 8
    components, as many as Schwarz's criterion (BIC) wants on the rows that it learns from; the
    kernel estimate chooses its bandwidth on the same.
    Copies of a row are in one fold, or a narrow kernel would have seen what it is asked about.

    Parameters
    ----------
    X : (n, d) finite; standardise columns of different units first
    make : the kernel estimator, not fitted; None: one Gaussian bandwidth by leave-one-out
    random_state : of the folds and of the mixtures' starts
    progress : may raise Cancelled

    Raises ParameterError for fewer than 20 distinct rows.

    >>> random = np.random.default_rng(0)
    >>> angle = random.uniform(0, 6.3, 400)
    >>> ring = np.column_stack([np.cos(angle), np.sin(angle)]) + 0.02 * random.normal(size=(400, 2))
    >>> (on_ring,) = compare_with_mixture(ring)
    >>> (normal,) = compare_with_mixture(random.normal(size=(200, 5)))
    >>> on_ring.ratio[0] > 0.15, normal.ratio[0] < 0
    (True, True)
    """
    points = check_data(X)
    random = np.random.default_rng(random_state)
    rows = np.arange(len(points))
    if len(rows) > MOST_ROWS:
        rows = np.sort(random.choice(rows, MOST_ROWS, replace=False))
    distinct, place = np.unique(points[rows], axis=0, return_inverse=True)
    if len(distinct) < 4 * FOLDS:
        raise ParameterError(
            f"There are {len(distinct)} distinct rows; five folds need at least {4 * FOLDS}."
        )
    fold = (random.permutation(len(distinct)) % FOLDS)[np.ravel(place)]
    kernel, mixture, components = np.empty(len(rows)), np.empty(len(rows)), []
    for number in range(FOLDS):
        learned, asked = points[rows[fold != number]], points[rows[fold == number]]
        progress(number / FOLDS, f"Fold {number + 1} of {FOLDS}")
        fitted = KernelDensity(bandwidth="loo") if make is None else make()
        kernel[fold == number] = fitted.fit(learned).score_samples(asked)
        best = _mixture(learned, random_state)
        mixture[fold == number] = best.score_samples(asked)
        components.append(int(best.n_components))
    yield MixtureComparison(rows, kernel, mixture, tuple(components))


def _mixture(learned: Array, random_state: int) -> GaussianMixture:
    """The mixture of least BIC."""
    found = []
    for k in COMPONENTS:
        check_wanted()
        if k * 2 > len(learned):
            break
        model = GaussianMixture(
            k, random_state=random_state, max_iter=200, reg_covar=FLOOR * learned.var()
        ).fit(learned)
        found.append((float(model.bic(learned)), k, model))
    return min(found, key=lambda each: each[:2])[2]
