"""How a beacon's power reaches a place: distance, walls, and three kinds of shadowing."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from core.datasets.simulation.layout import Layout
from core.datasets.simulation.poses import POSES, Pose
from core.datasets.simulation.random_field import RandomField

# Read off the Guelph survey, floor and hand, along its open corridors: the simulated twin of its
# corridor is compared with it in benchmarks/corridor_twin.md.
REFERENCE_M, REFERENCE_DBM = 6.0, -86.0  # the survey's phone, 6 m along the floor from a beacon
POWER_SD_DB = 1.8  # between beacons, the same for every pose
SHARED_SHADOW_DB, SHARED_LENGTH_M = 1.6, 4.0  # covariance of floor and hand: 1.3 to 2.6 dB²
POSE_SHADOW_DB, POSE_LENGTH_M = 2.0, 2.5  # autocovariance of either alone
CLUTTER_LENGTH_M = 4.0  # correlation of beacons on the same side: 0.18 (floor), 0.34 (hand)
SMALL_SCALE_DB = 1.9  # what 20 cm destroy
MOST_WALL_LOSS_DB = 20.0  # then other ways than the straight one prevail; assumed


@dataclass(frozen=True, eq=False)
class Radio:
    """The radio side of one building: beacons and everything about them that does not move.

    beacon_m (B, 2) metres; power_db (B,), how much louder than usual a beacon is; shared and
    by_pose: shadowing in dB of each beacon; clutter: of all beacons alike, from everywhere, along
    x and along y; beacon_gain_db (B,) for each pose.
    """

    layout: Layout
    beacon_m: NDArray[np.float64]
    power_db: NDArray[np.float64]
    shared: RandomField
    by_pose: dict[str, RandomField]
    clutter: dict[str, RandomField]
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
            rng.normal(0, POWER_SD_DB, n),
            RandomField.draw(n, SHARED_SHADOW_DB, SHARED_LENGTH_M, rng),
            {name: RandomField.draw(n, POSE_SHADOW_DB, POSE_LENGTH_M, rng) for name in POSES},
            {
                name: RandomField.draw(3, pose.clutter_db / np.sqrt(2), CLUTTER_LENGTH_M, rng)
                for name, pose in POSES.items()
            },
            {name: rng.normal(0, 1, n) * pose.beacon_gain_db for name, pose in POSES.items()},
        )

    def mean_dbm(
        self, position_m: NDArray[np.float64], pose: Pose, rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """(n, B) dBm: path loss over the distance in space, walls, shadowing, gains, small scale.

        Clutter c₀ + c₁ cos θ + c₂ sin θ shades beacons in the direction θ: two beacons whose
        directions differ by Δθ share it with correlation (1 + cos Δθ) / 2.
        """
        towards = self.beacon_m[None, :, :] - position_m[:, None, :]
        flat_m = np.linalg.norm(towards, axis=2)
        away, reference = (np.hypot(m, pose.below_beacons_m) for m in (flat_m, REFERENCE_M))
        mean = REFERENCE_DBM + pose.gain_db - 10 * pose.exponent * np.log10(away / reference)
        mean += self.power_db + self.beacon_gain_db[pose.name]
        mean -= pose.wall_share * wall_loss_db(self.layout, position_m, self.beacon_m)
        mean += self.shared(position_m) + self.by_pose[pose.name](position_m)
        direction = towards / np.maximum(flat_m, 1e-9)[:, :, None]
        clutter = self.clutter[pose.name](position_m)
        mean += clutter[:, :1] + (direction @ clutter[:, 1:, None])[:, :, 0]
        return mean + rng.normal(0, SMALL_SCALE_DB, mean.shape)

    def body_db(
        self, position_m: NDArray[np.float64], heading: NDArray[np.float64], pose: Pose
    ) -> NDArray[np.float64]:
        """(n, B) dB that the body adds ahead and takes away behind; headings (n,) in radians.

        Less for a beacon high above, which no back covers.
        """
        towards = self.beacon_m[None, :, :] - position_m[:, None, :]
        flat_m = np.linalg.norm(towards, axis=2)
        angle = np.arctan2(towards[..., 1], towards[..., 0]) - heading[:, None]
        return pose.body_db * np.cos(angle) * flat_m / np.hypot(flat_m, pose.below_beacons_m)


def wall_loss_db(
    layout: Layout, position_m: NDArray[np.float64], beacon_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, B) dB that the walls on the straight line cost a phone on the floor, at most 20 dB."""
    ends = np.empty((len(position_m), len(beacon_m), 2, 2))
    ends[:, :, 0] = position_m[:, None]
    ends[:, :, 1] = beacon_m[None]
    rays = shapely.linestrings(ends.reshape(-1, 2, 2))
    loss = np.zeros(len(rays))
    for wall, loss_db in layout.walls:
        shapely.prepare(wall)
        loss += loss_db * shapely.intersects(wall, rays)
    return np.minimum(loss, MOST_WALL_LOSS_DB).reshape(len(position_m), len(beacon_m))
