"""The simulated walker: an endless walk through the simulated building, held in any way."""

import time
from collections.abc import Callable

import numpy as np

from core.datasets.simulation.building import Building
from core.datasets.simulation.poses import check_pose
from core.inference.live.replay import ReplaySource, Timeline, timeline_of_scans

WALK_S = 240


class SimulatedWalker(ReplaySource):
    """Walks of four minutes in a row, each drawn again from the seed and its number.

    Parameters
    ----------
    building : the simulated building that the survey was made in
    pose : how the phone is held; random_state : seed of the walks
    """

    title = "Simulated walker"

    def __init__(
        self,
        building: Building,
        pose: str,
        *,
        speed: float = 1.0,
        random_state: int = 0,
        wall_s: Callable[[], float] = time.monotonic,
    ) -> None:
        check_pose(pose)
        self._building, self._pose, self._seed = building, pose, random_state
        self._n_walks = 0
        super().__init__(self._new_walk(), origin="simulated", speed=speed, wall_s=wall_s)

    def _begin_round(self) -> None:
        super()._begin_round()
        self._timeline = self._new_walk()

    def _new_walk(self) -> Timeline:
        rng = np.random.default_rng([self._seed, 77, self._n_walks])
        self._n_walks += 1
        scans = self._building.walk(self._pose, WALK_S, f"walk {self._n_walks}", rng)
        return timeline_of_scans(scans, np.arange(scans.n_scans))
