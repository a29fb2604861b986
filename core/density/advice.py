"""What the numbers of a diagnosis mean, in words."""

import numpy as np

from core.density.bandwidth_scan import BandwidthScan
from core.density.count_words import count_of
from core.density.regimes import REGIME_WORDS, REGIMES
from core.percentages import percent, percentages

LOW_SHARE_OF_DIMENSIONS = 0.3


def regime_sentence(bandwidth: float, shares: dict[str, float], k_eff: float, noise: float) -> str:
    """Which regime most points are in, and what that means for each estimate."""
    leading = max(REGIMES, key=lambda name: shares[name])
    share = percentages(shares[name] for name in REGIMES)[REGIMES.index(leading)]
    moved = f"{noise:.{1 if noise >= 1 else 2}f}"
    return (
        f"h = {bandwidth:.3g} puts {share} of the points in the {REGIME_WORDS[leading]} regime: a "
        f"median of {count_of(k_eff)} points carry each estimate, and another sample would move "
        f"its logarithm by ±{moved} nats."
    )


def recommendation(scan: BandwidthScan) -> str:
    """The leave-one-out optimum with its error, and how many points carry an estimate there."""
    k_eff = float(np.median(scan.participation(scan.h_loo)))
    error = "" if np.isnan(scan.h_loo_error) else f" ± {scan.h_loo_error:.2g}"
    return (
        f"Leave-one-out recommends {scan.h_loo:.3g}{error}, where {count_of(k_eff)} points carry "
        "each estimate."
    )


def notes(scan: BandwidthScan) -> tuple[str, ...]:
    """What a user should do or know about these data, one sentence each."""
    points, near = scan.points, scan.neighborhoods
    d = points.values.shape[1]
    found = []
    if points.n_repeated:
        found.append(
            f"{points.n_repeated:,} of {points.n_rows:,} rows "
            f"{'repeats' if points.n_repeated == 1 else 'repeat'} another row; copies are left "
            "out together, or leave-one-out would drive h to 0."
        )
    if len(points.constant_columns):
        found.append(
            f"Constant columns left out: {len(points.constant_columns):,}; a density has no "
            "meaning where nothing varies."
        )
    if len(scan.rows) < len(points.values):
        found.append(
            f"{len(scan.rows):,} of {len(points.values):,} points, drawn at random, were scored, "
            "each against all others."
        )
    dimension = near.intrinsic_dimension
    if dimension / d < LOW_SHARE_OF_DIMENSIONS:
        found.append(
            f"The data fill about {dimension:.1f} of {d} dimensions. A global kernel is a "
            f"nearest-neighbour estimate here: reduce to about {max(round(dimension), 1)} "
            "dimensions (PCA), or use a local kernel."
        )
    mu = near.tail_index(scan.h_loo)
    condensed, gaussian = float((mu < 1).mean()), float((mu >= 2).mean())
    if min(condensed, gaussian) > 0.25:
        found.append(
            f"At the recommended h, {percent(condensed)} of the points are condensed "
            f"and {percent(gaussian)} Gaussian: the data have several scales, and no single h "
            "fits them."
        )
    return tuple(found)
