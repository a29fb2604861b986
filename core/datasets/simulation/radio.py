"""How a beacon's power reaches a place: distance, walls, and two kinds of shadowing."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from core.datasets.simulation.layout import Layout
from core.datasets.simulation.poses import POSES, Pose
from core.datasets.simulation.random_field import RandomField

POWER_1M_DBM, POWER_1M_SD_DB = -68.5, 2.3
PATH_LOSS_EXPONENT = 2.5
MOST_WALL_LOSS_DB = 20.0
SHARED_SHADOW_DB, SHARED_LENGTH_M = 2.2, 4.0
POSE_SHADOW_DB, POSE_LENGTH_M = 3.2, 2.5
SMALL_SCALE_DB = 2.5


@dataclass(frozen=True, eq=False)
class Radio:
    """The radio side of one building: beacons and everything about them that does not move.

    beacon_m (B, 2) metres; power_1m_dbm (B,); shared and by_pose: shadowing in dB; beacon_gain_db:
    (B,) for each pose.
    """

    layout: Layout
    beacon_m: NDArray[np.float64]
    power_1m_dbm: NDArray[np.float64]
    shared: RandomField
    by_pose: dict[str, RandomField]
    beacon_gain_db: dict[str, NDArray[np.float64]]

    @classmethod
    def draw(
        cls, layout: Layout, beacon_m: NDArray[np.float64], rng: np.random.Generator
    ) -> "Radio":
        """Draw powers, gains and shadowing for these beacons."""
        n = len(beacon_m)
        return cls(
            layout,
            beacon_m,
            rng.normal(POWER_1M_DBM, POWER_1M_SD_DB, n),
            RandomField.draw(n, SHARED_SHADOW_DB, SHARED_LENGTH_M, rng),
            {name: RandomField.draw(n, POSE_SHADOW_DB, POSE_LENGTH_M, rng) for name in POSES},
            {name: rng.normal(0, 1, n) * pose.beacon_gain_db for name, pose in POSES.items()},
        )

    def mean_dbm(
        self, position_m: NDArray[np.float64], pose: Pose, rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """(n, B) dBm: r = A − 10 n log₁₀ max(d, 1) − walls + shadowing + gains + small scale."""
        away = np.linalg.norm(position_m[:, None, :] - self.beacon_m[None, :, :], axis=2)
        exponent = PATH_LOSS_EXPONENT + pose.exponent_change
        mean = self.power_1m_dbm - 10 * exponent * np.log10(np.maximum(away, 1.0))
        mean -= wall_loss_db(self.layout, position_m, self.beacon_m)
        mean += self.shared(position_m) + self.by_pose[pose.name](position_m)
        mean += pose.gain_db + self.beacon_gain_db[pose.name]
        return mean + rng.normal(0, SMALL_SCALE_DB, mean.shape)


def wall_loss_db(
    layout: Layout, position_m: NDArray[np.float64], beacon_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, B) dB lost in the walls on the straight line, at most 20 dB."""
    ends = np.empty((len(position_m), len(beacon_m), 2, 2))
    ends[:, :, 0] = position_m[:, None]
    ends[:, :, 1] = beacon_m[None]
    rays = shapely.linestrings(ends.reshape(-1, 2, 2))
    loss = np.zeros(len(rays))
    for wall, loss_db in layout.walls:
        shapely.prepare(wall)
        loss += loss_db * shapely.intersects(wall, rays)
    return np.minimum(loss, MOST_WALL_LOSS_DB).reshape(len(position_m), len(beacon_m))
