"""How far off over several floors: the floor hit rate, and errors that a wrong floor adds to."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.datasets.floor_names import building_of, level_of
from core.errors import ParameterError

# Metres added to the horizontal error for each floor that a scan is off, and for another building.
IPIN_FLOOR_M = 15.0
EVAAL_FLOOR_M, EVAAL_BUILDING_M = 4.0, 50.0


def floor_report(
    true_m: ArrayLike, predicted_m: ArrayLike, true_floor: ArrayLike, predicted_floor: ArrayLike
) -> dict[str, float]:
    """Hit rates of floor and building, the error on the right floor, and competitions' scores.

    With e the horizontal error of a scan, f the number of floors it is off and b = 1 for another
    building, over the scans that got a position:

        IPIN: third quartile of e + 15 f        EvAAL: mean of e + 4 f + 50 b      (metres)

    Floors are told apart by the number in their names; of names without one another floor is one
    floor off. In another building only the building counts.

    Parameters
    ----------
    true_m, predicted_m : (n, 2) array
        Where the scans were made and put, in metres; NaN means "no position".
    true_floor, predicted_floor : (n,) array of str
        "2", or "tower/2" where there are several buildings; empty where no floor was found.

    Returns
    -------
    dict of str to float
        floor_hit_rate and building_hit_rate (shares of all scans); right_floor_mean,
        right_floor_median, right_floor_p75, ipin_score, evaal_score, evaal_p75 (metres).

    Raises
    ------
    ParameterError
        When shapes disagree.

    References
    ----------
    F. Potortì et al., Comparing the performance of indoor localization systems through the EvAAL
    framework, Sensors, 2017.

    Examples
    --------
    >>> report = floor_report([[0, 0], [0, 0]], [[1, 0], [0, 2]], ["1", "1"], ["1", "3"])
    >>> report["floor_hit_rate"], report["right_floor_mean"], report["ipin_score"]
    (0.5, 1.0, 24.25)
    >>> report["evaal_score"]  # (1 + (2 + 2 · 4)) / 2
    5.5
    """
    truth, found = (np.asarray(each, dtype=np.float64) for each in (true_m, predicted_m))
    names, guesses = (np.asarray(each, dtype=str) for each in (true_floor, predicted_floor))
    if not (truth.shape == found.shape and names.shape == guesses.shape == truth.shape[:1]):
        raise ParameterError(
            f"Positions have shapes {truth.shape} and {found.shape}, floors {names.shape} and "
            f"{guesses.shape}; n scans need (n, 2) and (n,)."
        )
    error_m = np.linalg.norm(found - truth, axis=1)
    known = np.isfinite(error_m)
    hit = names == guesses
    off = np.array([_apart(*pair) for pair in zip(names.tolist(), guesses.tolist(), strict=True)])
    off = off.reshape(-1, 2)
    n = max(len(names), 1)
    ipin_m = error_m + IPIN_FLOOR_M * off[:, 0]
    evaal_m = error_m + EVAAL_FLOOR_M * off[:, 0] + EVAAL_BUILDING_M * off[:, 1]
    right_m = error_m[known & hit]
    return {
        "floor_hit_rate": float(hit.sum()) / n,
        "building_hit_rate": float((off[:, 1] == 0).sum()) / n,
        "right_floor_mean": float(right_m.mean()) if len(right_m) else float("nan"),
        "right_floor_median": _quantile(right_m, 0.5),
        "right_floor_p75": _quantile(right_m, 0.75),
        "ipin_score": _quantile(ipin_m[known], 0.75),
        "evaal_score": float(evaal_m[known].mean()) if known.any() else float("nan"),
        "evaal_p75": _quantile(evaal_m[known], 0.75),
    }


def _apart(one: str, other: str) -> tuple[float, float]:
    """Floors and buildings between two names."""
    if one == other:
        return 0.0, 0.0
    if building_of(one) != building_of(other):
        return 0.0, 1.0
    levels = level_of(one), level_of(other)
    if levels[0] is None or levels[1] is None:
        return 1.0, 0.0
    return float(max(abs(levels[0] - levels[1]), 1)), 0.0


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else float("nan")
