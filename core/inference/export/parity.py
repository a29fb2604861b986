"""How far an exported graph is from its estimator: measured at every export, stored, shown."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from core.errors import ComputeError
from core.localization.kernels import log_kernel, spread
from core.localization.registered_map import RegisteredMap
from core.localization.representations import represent

N_PROBES = 64
TIE = 1e-4  # relative gap of log votes below which single precision may choose the other place
FLOOR_DBM = -110.0
POSTERIOR_TOLERANCE = 0.01


@dataclass(frozen=True)
class Parity:
    """The largest difference over random probes: ``error`` in ``unit``, at most ``tolerance``."""

    error: float
    unit: str
    tolerance: float
    n_probes: int

    def check(self) -> "Parity":
        """Raise ComputeError when the graph is further off than its tolerance."""
        if not self.error <= self.tolerance:
            raise ComputeError(
                f"The exported graph differs from the estimator by {self.error:.2g} {self.unit}; "
                f"at most {self.tolerance:g} is allowed. The levels or coordinates may be too "
                "large for single precision: shift or scale them."
            )
        return self


def run_on_cpu(model: bytes, feeds: dict[str, NDArray]) -> dict[str, NDArray]:
    """One run of a model on the CPU, outputs by name."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))


def probe_scans(map_dbm: NDArray[np.float64]) -> NDArray[np.float32]:
    """(64, B) scans near registered fingerprints: 4 dB of noise, a fifth of the levels lost."""
    rng = np.random.default_rng(0)
    rows = rng.integers(len(map_dbm), size=N_PROBES)
    scans = map_dbm[rows] + rng.normal(0, 4, (N_PROBES, map_dbm.shape[1]))
    scans[rng.random(scans.shape) < 0.2] = np.nan
    scans[scans < FLOOR_DBM] = np.nan
    return np.minimum(scans, -1.0).astype(np.float32)


def away_from_ties(registered: RegisteredMap, scans: NDArray[Any]) -> NDArray[np.bool_]:
    """(n,) whether the k-th and the next place differ by more than rounding."""
    vote, support = registered.vote, registered.support
    k = vote.n_neighbors
    if k >= len(registered.grid_m):
        return np.ones(len(scans), dtype=bool)
    levels = np.asarray(scans, dtype=np.float64)[:, support]
    if registered.offset_db is not None:
        levels = np.minimum(levels - registered.offset_db, -1e-9)
    features = represent(vote.representation, registered.map_dbm[:, support], vote.missing_dbm)
    q = represent(vote.representation, levels, vote.missing_dbm)
    score = log_kernel(vote.kernel, q, features, spread(features))
    ordered = np.partition(score, (-k - 1, -k), axis=1)
    first_out, last_in = ordered[:, -k - 1], ordered[:, -k]
    with np.errstate(invalid="ignore"):
        gap = last_in - first_out
    settled = np.isneginf(first_out)  # what is not similar at all has no vote
    return np.asarray(settled | (gap > TIE * np.maximum(np.abs(last_in), 1e-2)))


def locator_parity(locator: Any, registered: RegisteredMap, model: bytes) -> Parity:
    """Positions of the graph against ``predict``, in metres, away from ties.

    A posterior that is further off than a hundredth of the whole fails the check as well.
    """
    scans = probe_scans(registered.map_dbm)
    settled = away_from_ties(registered, scans)
    expected_m = locator.predict(scans)
    found = run_on_cpu(model, {"rss_dbm": scans})
    found_m = found["position_m"]
    if (np.isnan(expected_m) != np.isnan(found_m)).any():
        return Parity(float("inf"), "m", 1e-3, N_PROBES)
    of_posterior = float(np.abs(found["posterior"] - locator.posterior(scans)).max())
    if not of_posterior <= POSTERIOR_TOLERANCE:
        return Parity(of_posterior, "of the posterior", POSTERIOR_TOLERANCE, N_PROBES)
    error = np.abs(found_m - expected_m)[settled]
    worst = float(np.nanmax(error)) if np.isfinite(error).any() else 0.0
    return Parity(worst, "m", 1e-3, int(settled.sum()))


def relative_parity(expected: NDArray, found: NDArray) -> Parity:
    """max |difference| / max |expected|, for networks and embeddings."""
    scale = float(np.nanmax(np.abs(expected))) or 1.0
    if (np.isnan(expected) != np.isnan(found)).any():
        return Parity(float("inf"), "relative", 1e-5, len(expected))
    return Parity(
        float(np.nanmax(np.abs(found - expected))) / scale, "relative", 1e-5, len(expected)
    )


def probe_points(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(64, d): a quarter data points themselves, the rest between pairs of them and beside."""
    rng = np.random.default_rng(0)
    first, second = rng.integers(len(points), size=(2, N_PROBES))
    share = rng.uniform(0, 1, (N_PROBES, 1))
    share[: N_PROBES // 4] = 0.0
    return points[first] + share * (points[second] - points[first])


def density_parity(expected: NDArray, found: NDArray) -> Parity:
    """max |difference| of log densities in nats; both must be −∞ at the same probes."""
    if (np.isneginf(expected) != np.isneginf(found)).any():
        return Parity(float("inf"), "nats", 1e-3, len(expected))
    reached = np.isfinite(expected)
    error = np.abs(found[reached] - expected[reached])
    return Parity(float(error.max(initial=0.0)), "nats", 1e-3, len(expected))
