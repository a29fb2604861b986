"""How a phone is carried: six poses, each with what it does to received power.

Only "floor" and "texting" rest on measurements (the Guelph survey); the others are plausible
values in the manner of the literature, and synthetic.
"""

from dataclasses import dataclass

from core.errors import ParameterError


@dataclass(frozen=True)
class Pose:
    """One way to hold a phone.

    gain_db shifts every beacon; beacon_gain_db is the standard deviation of a further shift for
    each beacon; body_db the amplitude of the body's shadow, + towards a beacon, − away from it;
    exponent_change adds to the path-loss exponent; swings: the phone turns around within a second.
    """

    name: str
    gain_db: float
    beacon_gain_db: float
    body_db: float
    exponent_change: float
    swings: bool = False


POSES: dict[str, Pose] = {
    pose.name: pose
    for pose in (
        Pose("floor", 0.0, 0.0, 0.0, 0.0),
        Pose("texting", 3.0, 2.9, 4.0, -0.25),
        Pose("calling", 0.0, 3.5, 6.0, -0.15),
        Pose("pocket", -4.0, 3.5, 8.0, 0.0),
        Pose("bag", -6.0, 3.0, 5.0, 0.0),
        Pose("swinging", 1.0, 3.0, 5.0, -0.2, swings=True),
    )
}
HELD = tuple(name for name in POSES if name != "floor")


def check_pose(name: str) -> Pose:
    """The pose called ``name``; ParameterError lists the names."""
    if name not in POSES:
        raise ParameterError(f"The pose is {name!r}; choose one of: {', '.join(POSES)}.")
    return POSES[name]
