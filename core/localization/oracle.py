"""The ceiling: a survey made by the very phone that is looked for."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.locator import Locator
from core.localization.neighbors_locator import NeighborsLocator
from core.parallel import Progress, no_progress

BLOCK_M = 1.0


def hand_held_oracle(
    test: FingerprintSet, locator: Locator | None = None, *, progress: Progress = no_progress
) -> NDArray[np.float64]:
    """Each test scan located by a survey made of the other test scans.

    Scans of the same square metre are left out. Same day, same hand, neighbours next door: what
    no survey made by somebody else can reach.

    Parameters
    ----------
    test : FingerprintSet
        With positions.
    locator : Locator or None, optional
        Fitted anew for each square metre; None: the mean of the 25 nearest scans.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    (n, 2) array of float64
        In metres; NaN where all scans lie in one square metre.

    Raises
    ------
    ParameterError
        Where the scans have no positions.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0], [-60.0], [-80.0]], [[0, 0], [2, 0], [6, 0]], ["a"])
    >>> hand_held_oracle(scans, NeighborsLocator(n_neighbors=1)).tolist()
    [[2.0, 0.0], [0.0, 0.0], [2.0, 0.0]]
    """
    position_m = test.known_position_m
    locator = locator or NeighborsLocator(n_neighbors=25)
    squares, square = np.unique(np.floor(position_m / BLOCK_M), axis=0, return_inverse=True)
    square = square.ravel()
    predicted_m = np.full(position_m.shape, np.nan)
    for number in range(len(squares)):
        progress(number / len(squares), "Surveying with the phone itself")
        held_out = square == number
        if not held_out.all():
            locator.fit(test.rss_dbm[~held_out], position_m[~held_out])
            predicted_m[held_out] = locator.predict(test.rss_dbm[held_out])
    return predicted_m
