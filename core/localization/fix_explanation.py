"""Which beacons decided a fix: what it would be without each, and what the others expect of it."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError
from core.localization.kernels import kernel_named, log_kernel, spread
from core.localization.kernels.angle_twin import AngleTwin
from core.localization.locator import Locator
from core.localization.registered_map import RegisteredMap, Vote, Voter
from core.localization.representations import represent
from core.localization.validation import check_rss
from core.parallel import check_wanted

# What stands for the vote of a locator that has none.
USUAL_VOTE = Vote("powed", "cosine", 32.0, 20, -105.0)


def explain_fix(locator: Locator, scan: ArrayLike) -> pd.DataFrame:
    """What each beacon had to say in the position of one scan.

    - **moves_m**, ‖x̂(H) − x̂(H∖j)‖: how far the fix moves when beacon j is not heard, the map as it
      is; for the only beacon heard, against the middle of the places. Such moves do not add up:
      beacons are redundant.
    - **share**, s_j = Σ_l w_l q_j f_lj / ⟨q, f_l⟩ over the places that vote: how the similarity is
      split. Shares add up to 1. For kernels of the angle between scan and place only; NaN for
      others, which ``why_no_share`` explains.
    - **expected**, Σ_l w_l^(−j) μ_lj in dBm: the level that the other beacons expect of j, all
      places voting, with j left out of the scan and of the map.

    Parameters
    ----------
    locator : Locator
        Fitted; any of this package.
    scan : (B,) array
        Received powers of one scan in dBm, NaN where not heard.

    Returns
    -------
    pandas.DataFrame
        One row for each of the B beacons in the survey's order, with the columns heard (dBm),
        expected (dBm), share and moves_m; of a beacon that was not heard, share and moves_m are 0.

    Raises
    ------
    ParameterError
        For scans of another number of beacons and levels that are not below 0 dBm.

    References
    ----------
    T. Han, S. Srinivas, H. Lakkaraju, Which explanation should I choose? A function approximation
    perspective to characterizing post hoc explanations, 2022, arXiv:2206.01254.

    Examples
    --------
    >>> from core.localization import KernelLocator
    >>> place_m = [[0, 0], [5, 0], [10, 0]]
    >>> survey_dbm = [[-50.0, -70, -90], [-70, -50, -70], [-90, -70, -50]]
    >>> locator = KernelLocator(power=4).fit(survey_dbm, place_m)
    >>> explained = explain_fix(locator, [-52, -66, -80])
    >>> explained["share"].round(3).tolist(), explained["moves_m"].round(3).tolist()
    ([0.805, 0.183, 0.012], [4.632, 0.739, 0.144])
    """
    scan = _one_scan(locator, scan)
    table = pd.DataFrame(
        {
            "heard": scan,
            "expected": _expected_dbm(locator, scan),
            "share": _shares(locator, scan),
            "moves_m": np.linalg.norm(fix_moves(locator, scan), axis=1),
        }
    )
    return table.rename_axis("beacon")


def fix_moves(locator: Locator, scan: ArrayLike) -> NDArray[np.float64]:
    """(B, 2) metres: from where the fix would be without each beacon to where it is.

    0 for beacons that were not heard; NaN where the scan itself has no position.
    """
    scan = _one_scan(locator, scan)
    heard = np.flatnonzero(np.isfinite(scan))
    without = np.tile(scan, (len(heard), 1))
    without[np.arange(len(heard)), heard] = np.nan
    fix_m, *others_m = locator.predict(np.vstack([scan[None], without]))
    moves_m = np.zeros((len(scan), 2))
    middle_m = locator.grid_.mean(axis=0)  # what uniform weights give
    for beacon, other_m in zip(heard, others_m, strict=True):
        moves_m[beacon] = fix_m - (other_m if np.isfinite(other_m).all() else middle_m)
    return moves_m if np.isfinite(fix_m).all() else np.full_like(moves_m, np.nan)


def why_no_share(locator: Locator) -> str:
    """Why the similarity of this locator cannot be split over beacons; empty where it can.

    >>> from core.localization import KernelLocator
    >>> why_no_share(KernelLocator()), why_no_share(KernelLocator(kernel="gaussian"))[:44]
    ('', 'Gaussian is no function of the angle between')
    """
    if not isinstance(locator, Voter):
        return "this method does not vote by the similarity of fingerprints."
    # A voter's own parameter, which is there before it is fitted, or that of the one below.
    kernel = kernel_named(getattr(locator, "kernel", "") or locator.registered_map().vote.kernel)
    if isinstance(kernel.twin, AngleTwin):
        return ""
    return (
        f"{kernel.label} is no function of the angle between fingerprints, and no other similarity "
        "is a sum over beacons up to its scale."
    )


def _one_scan(locator: Locator, scan: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(scan, dtype=np.float64)
    if values.ndim != 1:
        raise ParameterError(f"scan has shape {values.shape}; one scan has (B,).")
    return check_rss(values[None], n_beacons=locator.n_features_in_)[0]


def _map_of(locator: Locator) -> RegisteredMap:
    """The map that a locator votes with; of one that does not vote, the survey's mean map."""
    if isinstance(locator, Voter):
        return locator.registered_map()
    places = locator._survey_levels
    silent = USUAL_VOTE.missing_dbm
    level_dbm = np.nan_to_num(places.level_dbm, nan=silent)
    mean_dbm = silent + places.detected * (level_dbm - silent)
    map_dbm = np.where(places.detected > 0, mean_dbm, np.nan)
    in_use = np.ones(map_dbm.shape[1], dtype=bool)
    return RegisteredMap(map_dbm, places.grid_m, in_use, None, USUAL_VOTE)


def _features(
    registered: RegisteredMap, scan: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The scan (1, B') and the places (M, B') as they are compared, beacons in use only."""
    vote, on = registered.vote, registered.support
    offset_db = np.zeros(len(scan)) if registered.offset_db is None else registered.offset_db
    level_dbm = np.minimum(scan - offset_db, -1e-9)
    return (
        represent(vote.representation, level_dbm[None, on], vote.missing_dbm),
        represent(vote.representation, registered.map_dbm[:, on], vote.missing_dbm),
    )


def _shares(locator: Locator, scan: NDArray[np.float64]) -> NDArray[np.float64]:
    if why_no_share(locator):
        return np.full(len(scan), np.nan)
    registered = _map_of(locator)
    q, places = _features(registered, scan)
    product = q * places
    total = product.sum(axis=1, keepdims=True)
    split = np.divide(product, total, out=np.zeros(product.shape), where=total > 0)
    shares = np.zeros(len(scan))
    shares[registered.support] = locator.weights(scan[None])[0] @ split
    return shares


def _expected_dbm(locator: Locator, scan: NDArray[np.float64]) -> NDArray[np.float64]:
    registered = _map_of(locator)
    vote = registered.vote
    q, places = _features(registered, scan)
    level_dbm = np.nan_to_num(registered.map_dbm, nan=vote.missing_dbm)
    if registered.offset_db is not None:
        level_dbm = level_dbm + registered.offset_db
    expected = np.full(len(scan), np.nan)
    in_use = np.flatnonzero(registered.support)
    for column, beacon in enumerate(in_use):
        check_wanted()
        others = np.arange(len(in_use)) != column
        if not q[:, others].any():
            expected[beacon] = level_dbm[:, beacon].mean()  # the others say nothing
            continue
        kept = places[:, others]
        score = vote.power * log_kernel(vote.kernel, q[:, others], kept, spread(kept))[0]
        highest = score.max()
        weight = np.exp(score - highest) if np.isfinite(highest) else np.ones(len(score))
        expected[beacon] = weight @ level_dbm[:, beacon] / weight.sum()
    return expected
