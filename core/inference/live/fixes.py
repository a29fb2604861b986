"""From a fingerprint to a fix: the engine's answer, then what the walk so far says about it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.inference.latency import LatencyLog
from core.localization import ExponentialSmoother, WalkTracker

Tracker = ExponentialSmoother | WalkTracker
HOP_S = 0.5  # windows overlap: the tracker sees one of them every half second
HEAVIEST = 200


class Runner(Protocol):
    """What runs a model: an engine, or a child process around a visitor's own model."""

    device: str
    reason: str
    latency: LatencyLog
    outputs: tuple[str, ...]

    def run(self, inputs: dict[str, ArrayLike]) -> dict[str, NDArray]:
        """Outputs by name."""


@dataclass(frozen=True, eq=False)
class LiveModel:
    """A locator as the loop uses it.

    title for the legend; runner and the name of its input; beacon_ids (B,) its columns in order;
    grid_m (M, 2) metres, the places that voters point at; make_tracker or None.
    """

    title: str
    runner: Runner
    beacon_ids: tuple[str, ...]
    grid_m: NDArray[np.float64]
    make_tracker: Callable[[], Tracker] | None = None
    input_name: str = "rss_dbm"
    missing: float = float("nan")
    position_output: str = "position_m"


@dataclass(frozen=True, eq=False)
class Fix:
    """Where a model sees one phone at ``time_s``.

    position_m (2,), covariance_m2 (2, 2): tracked when there is a tracker; NaN when nothing is
    heard or the model returned no position, then ``problem`` says which. voter_index (k,),
    voter_weight (k,): the heat. error_m against the truth, NaN when unknown.
    """

    model: str
    time_s: float
    position_m: NDArray[np.float64]
    covariance_m2: NDArray[np.float64]
    voter_index: NDArray[np.intp]
    voter_weight: NDArray[np.float64]
    error_m: float
    problem: str = ""


class Follower:
    """One model following the phones of one source, a tracker each."""

    def __init__(self, model: LiveModel, *, most_phones: int = 32) -> None:
        self.model = model
        self._most_phones = most_phones
        self._walks: OrderedDict[str, _Walk] = OrderedDict()

    def forget(self, phone: str) -> None:
        """Begin again with this phone, for instance when its clock was set back."""
        self._walks.pop(phone, None)

    def fix(
        self,
        phone: str,
        fingerprint_dbm: NDArray[np.float64],
        time_s: float,
        truth_m: NDArray[np.float64] | None,
    ) -> Fix:
        """Locate one fingerprint (B,); a tracker takes a step every half second."""
        model = self.model
        scan = np.where(np.isfinite(fingerprint_dbm), fingerprint_dbm, model.missing)
        found = model.runner.run({model.input_name: scan[None].astype(np.float32)})
        position_m = np.asarray(found[model.position_output][0], dtype=np.float64)[:2]
        covariance_m2 = _covariance(found)
        index, weight = _voters(found, len(model.grid_m))
        problem = _problem(fingerprint_dbm, position_m)
        if problem:
            position_m = np.full(2, np.nan)
        elif model.make_tracker is not None:
            posterior = _posterior(found, len(model.grid_m), index, weight)
            if posterior is not None:
                position_m, covariance_m2 = self._walk(phone).step(posterior, time_s)
        error_m = float("nan")
        if truth_m is not None and np.isfinite(position_m).all():
            error_m = float(np.linalg.norm(position_m - truth_m))
        return Fix(model.title, time_s, position_m, covariance_m2, index, weight, error_m, problem)

    def _walk(self, phone: str) -> "_Walk":
        if phone not in self._walks:
            while len(self._walks) >= self._most_phones:
                self._walks.popitem(last=False)
            assert self.model.make_tracker is not None  # noqa: S101 - for the type checker
            self._walks[phone] = _Walk(self.model.make_tracker())
        return self._walks[phone]


class _Walk:
    """A tracker that takes a step every half second and keeps its answer in between."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._last_s = -np.inf
        self._state: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    def step(
        self, posterior: NDArray[np.float64], time_s: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if self._state is None or not self._last_s <= time_s < self._last_s + HOP_S:
            self._state = self._tracker.step(posterior, time_s)
            self._last_s = time_s
        return self._state


def _covariance(found: dict[str, NDArray]) -> NDArray[np.float64]:
    value = found.get("covariance_m2")
    if value is None or value.shape[1:] != (2, 2):
        return np.full((2, 2), np.nan)
    return np.asarray(value[0], dtype=np.float64)


def _voters(
    found: dict[str, NDArray], n_places: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    if "voter_index" not in found or "voter_weight" not in found:
        return np.empty(0, dtype=np.intp), np.empty(0)
    index = np.asarray(found["voter_index"][0][:HEAVIEST], dtype=np.intp)
    weight = np.asarray(found["voter_weight"][0][:HEAVIEST], dtype=np.float64)
    usable = (index >= 0) & (index < n_places) & (weight > 0)
    return index[usable], weight[usable]


def _posterior(
    found: dict[str, NDArray],
    n_places: int,
    index: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> NDArray[np.float64] | None:
    """(M,) what a tracker observes: all places, or the voters of a model that gives no more."""
    given = found.get("posterior")
    if given is not None and given.shape[1:] == (n_places,):
        posterior = np.asarray(given[0], dtype=np.float64)
        if (posterior >= 0).all() and 0 < posterior.sum() < np.inf:
            return posterior / posterior.sum()
    if not weight.sum() > 0:
        return None
    posterior = np.zeros(n_places)
    np.add.at(posterior, index, weight / weight.sum())
    return posterior


def _problem(fingerprint_dbm: NDArray[np.float64], position_m: NDArray[np.float64]) -> str:
    if not np.isfinite(fingerprint_dbm).any():
        return "no beacon heard"
    if position_m.shape != (2,) or not np.isfinite(position_m).all():
        return "model returned no valid position"
    return ""
