"""What the numbers of a diagnosis mean, in words."""

import numpy as np

from core.density.bandwidth_scan import BandwidthScan
from core.density.count_words import count_of, factor_words
from core.density.regimes import REGIME_WORDS, REGIMES, has_regimes
from core.percentages import percent, percentages

LOW_SHARE_OF_DIMENSIONS = 0.3
ROWS_A_PLACE = 3  # rows at each distinct place, on average, from which it is a table of frequencies
SEVERAL_SCALES = 4.0  # between the neighbourhoods of the rows
LOCAL_KERNEL = "local kernel"  # what a note says that a button does


def estimate_sentence(
    bandwidth: float, shares: dict[str, float] | None, k_eff: float, noise: float
) -> str:
    """How many rows carry an estimate and how far another sample would move it.

    Before it stands the regime that most rows are in; ``shares`` are None in few dimensions.
    """
    carried = (
        f"a median of {count_of(k_eff)} points carry each estimate, and another sample would "
        f"change it by {factor_words(noise)}."
    )
    if shares is None:
        return f"At h = {bandwidth:.3g} {carried}"
    leading = max(REGIMES, key=lambda name: shares[name])
    share = percentages(shares[name] for name in REGIMES)[REGIMES.index(leading)]
    return (
        f"h = {bandwidth:.3g} puts {share} of the points in the {REGIME_WORDS[leading]} regime: "
        f"{carried}"
    )


def recommendation(scan: BandwidthScan) -> str:
    """The leave-one-out optimum with its error, and how many points carry an estimate there."""
    k_eff = float(scan.quantile(scan.participation(scan.h_loo), 0.5))
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
    if points.weight is not None:
        found.append(
            f"{points.n_rows:,} weighted rows say as much as {count_of(points.n_effective)} of "
            "equal weight would (n_eff)."
        )
    if points.n_rows >= ROWS_A_PLACE * len(points.values):
        found.append(
            f"{points.n_rows:,} rows stand at {len(points.values):,} distinct places: this is a "
            "table of frequencies, and between the places a kernel only guesses."
        )
    if points.n_repeated:
        found.append(
            f"{points.n_repeated:,} of {points.n_rows:,} rows "
            f"{'repeats' if points.n_repeated == 1 else 'repeat'} another row. Copies count as "
            "rows; only the likelihood leaves them out together, or h would fall to 0."
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
            f"dimensions (PCA), or use a {LOCAL_KERNEL}."
        )
    mu = near.tail_index(scan.h_loo)
    condensed, gaussian = scan.share(mu < 1), scan.share(mu >= 2)
    few, many = scan.quantile(near.local_condensation, (0.1, 0.9))
    if not has_regimes(d) and many >= SEVERAL_SCALES * few > 0:
        found.append(
            f"Around a tenth of the rows the neighbours are {many / few:.0f} times as far as "
            f"around another tenth: no single h fits both; use a {LOCAL_KERNEL}."
        )
    if has_regimes(d) and min(condensed, gaussian) > 0.25:
        found.append(
            f"At the recommended h, {percent(condensed)} of the points are condensed "
            f"and {percent(gaussian)} Gaussian: the data have several scales, and no single h "
            f"fits them; use a {LOCAL_KERNEL}."
        )
    return tuple(found)


def asks_for_local_kernel(note: str) -> bool:
    """Whether a note says that a local kernel would do better."""
    return LOCAL_KERNEL in note
