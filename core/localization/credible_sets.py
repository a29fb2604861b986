"""How sure: the smallest sets of places that hold a share of the posterior, made to keep it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from core.errors import ParameterError
from core.localization.locator import BLOCK_ENTRIES

LEVELS = (0.5, 0.68, 0.9, 0.95)
EQUAL = 1e-6  # relative difference of two probabilities that is rounding, not knowledge
ROUNDING = 1e-12  # of a sum of probabilities


def place_contents(posterior: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, M) share of the posterior (n, M) on places more likely than each, plus half its equals.

    The highest-density set of content s holds the places where this is at most s. Places whose
    probabilities differ by less than a millionth of themselves are equals: a place that was
    surveyed four times over is then one place still.

    >>> place_contents(np.array([[0.7, 0.1, 0.2], [0.25, 0.25, 0.5]]))
    array([[0.35, 0.95, 0.8 ],
           [0.75, 0.75, 0.25]])
    """
    order = np.argsort(-posterior, axis=1, kind="stable")
    ordered = np.take_along_axis(posterior, order, axis=1)
    until = np.cumsum(ordered, axis=1)
    first = np.ones(ordered.shape, dtype=bool)
    first[:, 1:] = ordered[:, 1:] < (1 - EQUAL) * ordered[:, :-1]
    last = np.ones(ordered.shape, dtype=bool)
    last[:, :-1] = first[:, 1:]
    before = np.maximum.accumulate(np.where(first, until - ordered, 0.0), axis=1)
    after = np.where(last, until, np.inf)[:, ::-1]
    after = np.minimum.accumulate(after, axis=1)[:, ::-1]
    content = np.empty(posterior.shape)
    np.put_along_axis(content, order, 0.5 * (before + after), axis=1)
    return content


def content_at_truth(
    posterior: NDArray[np.float64], grid_m: NDArray[np.float64], true_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) the content of the true place: uniform on (0, 1) for an honest posterior.

    The true place is the registered place nearest to ``true_m`` (n, 2); see ``place_contents``.

    >>> content_at_truth(np.array([[0.7, 0.3]]), np.array([[0.0, 0], [1, 0]]), np.array([[0.0, 0]]))
    array([0.35])
    """
    content = np.empty(len(posterior))
    true_place = cKDTree(grid_m).query(true_m)[1]
    size = max(1, BLOCK_ENTRIES // max(len(grid_m), 1))
    for start in range(0, len(posterior), size):
        rows = slice(start, start + size)
        here = true_place[rows, None]
        content[rows] = np.take_along_axis(place_contents(posterior[rows]), here, axis=1)[:, 0]
    return content


@dataclass(frozen=True, eq=False)
class CredibleSets:
    """Highest-density sets whose content was calibrated: a set for 90% holds the truth in 90%.

    The set for level q gets the q-quantile of ``content`` as its posterior content. For new scans
    of the same kind the coverage is q up to sampling. Give it ``Locator.posterior``: the weights of
    a vote that was cut leave the truth out before the set is drawn.

    Attributes
    ----------
    content : (m,) array of float64
        The sorted shares in (0, 1) of :func:`content_at_truth` on calibration scans.

    References
    ----------
    V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2005 (split conformal
    prediction).

    Examples
    --------
    >>> posterior, grid_m = np.array([[0.7, 0.2, 0.1]]), np.array([[0.0, 0], [1, 0], [2, 0]])
    >>> sets = CredibleSets.calibrate(posterior, grid_m, np.array([[1.0, 0.0]]))
    >>> sets.content.round(3), sets.members(posterior, 0.9)
    (array([0.8]), array([[ True,  True, False]]))
    """

    content: NDArray[np.float64]

    @classmethod
    def calibrate(
        cls,
        posterior: NDArray[np.float64],
        grid_m: NDArray[np.float64],
        true_m: NDArray[np.float64],
    ) -> "CredibleSets":
        """Learn from scans whose positions are known.

        Parameters
        ----------
        posterior : (n, M) array of float64
            Of each scan over the places.
        grid_m : (M, 2) array of float64
            The places in metres.
        true_m : (n, 2) array of float64
            Where the scans were made, in metres.

        Returns
        -------
        CredibleSets
            Calibrated on these scans.

        Raises
        ------
        ParameterError
            Where there is no scan.
        """
        if not len(posterior):
            raise ParameterError("No scan to calibrate with; at least one is needed.")
        return cls(np.sort(content_at_truth(posterior, grid_m, true_m)))

    @classmethod
    def pooled(cls, parts: list["CredibleSets"]) -> "CredibleSets":
        """One calibration from several buildings.

        Parameters
        ----------
        parts : list of CredibleSets
            One from each building.

        Returns
        -------
        CredibleSets
            Every scan counts alike.
        """
        return cls(np.sort(np.concatenate([part.content for part in parts])))

    def content_for(self, level: float) -> float:
        """Posterior content that the set for a level needs.

        Parameters
        ----------
        level : float
            Share of scans in (0, 1) whose set is to hold the truth.

        Returns
        -------
        float
            Between 0 and 1.

        Raises
        ------
        ParameterError
            For a level outside (0, 1).

        Examples
        --------
        >>> CredibleSets(np.linspace(0, 1, 101)).content_for(0.5)
        0.5
        """
        if not 0 < level < 1:
            raise ParameterError(f"level is {level}; choose between 0 and 1.")
        return float(np.quantile(self.content, level))

    def members(self, posterior: NDArray[np.float64], level: float) -> NDArray[np.bool_]:
        """Which places belong to each scan's set; the likeliest always does.

        Parameters
        ----------
        posterior : (n, M) array of float64
            Of each scan over the places.
        level : float
            As in ``content_for``.

        Returns
        -------
        (n, M) array of bool
            True for each place inside.
        """
        inside = place_contents(posterior) <= self.content_for(level) + ROUNDING
        inside |= posterior >= (1 - EQUAL) * posterior.max(axis=1, keepdims=True)
        return np.asarray(inside)

    def mean_size(self, posterior: NDArray[np.float64], level: float) -> float:
        """Mean number of places in the sets: a coverage without it says little.

        Parameters
        ----------
        posterior : (n, M) array of float64
            Of each scan over the places.
        level : float
            As in ``content_for``.

        Returns
        -------
        float
            In places.
        """
        size = max(1, BLOCK_ENTRIES // max(posterior.shape[1], 1))
        starts = range(0, len(posterior), size)
        held = [int(self.members(posterior[a : a + size], level).sum()) for a in starts]
        return sum(held) / max(len(posterior), 1)


def coverage(
    sets: CredibleSets,
    posterior: NDArray[np.float64],
    grid_m: NDArray[np.float64],
    true_m: NDArray[np.float64],
    levels: tuple[float, ...] = LEVELS,
) -> dict[float, float]:
    """Share of scans whose set holds the truth; ``CredibleSets.mean_size`` belongs beside it.

    Parameters
    ----------
    sets : CredibleSets
        Calibrated on other scans.
    posterior : (n, M) array of float64
        Of each scan over the places.
    grid_m : (M, 2) array of float64
        The places in metres.
    true_m : (n, 2) array of float64
        Where the scans were made, in metres.
    levels : tuple of float, optional
        Shares in (0, 1) that the sets are made for.

    Returns
    -------
    dict of float to float
        Share of scans by level.

    Raises
    ------
    ParameterError
        For a level outside (0, 1).

    Examples
    --------
    >>> sets = CredibleSets(np.linspace(0, 1, 101))
    >>> posterior, grid_m = np.array([[0.8, 0.2], [0.8, 0.2]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    >>> coverage(sets, posterior, grid_m, grid_m, levels=(0.5, 0.95))  # contents 0.4 and 0.9
    {0.5: 0.5, 0.95: 1.0}
    """
    content = content_at_truth(posterior, grid_m, true_m)
    return {
        level: float(np.mean(content <= sets.content_for(level) + ROUNDING)) for level in levels
    }
