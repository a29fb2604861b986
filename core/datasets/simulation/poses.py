"""How a phone is carried: six poses, each with what it does to received power.

Only "floor" and "texting" rest on measurements (the Guelph survey, phone on the floor and in the
hand); the others are plausible values in the manner of the literature, and synthetic.
"""

from dataclasses import dataclass

from core.errors import ParameterError


@dataclass(frozen=True)
class Pose:
    """One way to hold a phone.

    gain_db shifts every beacon, compared with the phone on the floor 6 m from a beacon;
    below_beacons_m is how far the phone lies below the beacons, exponent how fast levels fall with
    the distance in space; wall_share the share of a wall's loss that it suffers; beacon_gain_db
    the standard deviation of a further shift for each beacon; clutter_db that of what shades all
    beacons of one direction alike; body_db the amplitude of the body's shadow, + towards a beacon,
    − away from it; swings: the phone turns around within a second.
    """

    name: str
    gain_db: float
    below_beacons_m: float
    exponent: float
    wall_share: float
    beacon_gain_db: float
    clutter_db: float
    body_db: float
    swings: bool = False


# floor: n = 3.8, as over a reflecting ground (two rays: 4); it hears 6.2 of 15 beacons in a second.
# texting: n = 2.4, 3.4 dB louder at 6 m, 9.1 beacons; rooms and corners cost it 7 dB instead of 11;
# beacons ahead are 2 · 2.0 dB louder than those behind. The others: gain against the floor, body
# and the share of the change of n from floor to texting are assumed.
POSES: dict[str, Pose] = {
    pose.name: pose
    for pose in (
        Pose("floor", 0.0, 3.0, 3.8, 1.0, 2.0, 2.0, 0.0),
        Pose("texting", 3.4, 1.8, 2.4, 0.65, 2.1, 2.2, 2.0),
        Pose("calling", 0.0, 1.4, 3.0, 0.65, 2.9, 2.2, 6.0),
        Pose("pocket", -4.0, 2.1, 3.8, 0.65, 2.9, 2.2, 8.0),
        Pose("bag", -6.0, 2.0, 3.8, 0.65, 2.2, 2.2, 5.0),
        Pose("swinging", 1.0, 2.2, 2.7, 0.65, 2.2, 2.2, 5.0, swings=True),
    )
}
HELD = tuple(name for name in POSES if name != "floor")


def check_pose(name: str) -> Pose:
    """The pose called ``name``; ParameterError lists the names."""
    if name not in POSES:
        raise ParameterError(f"The pose is {name!r}; choose one of: {', '.join(POSES)}.")
    return POSES[name]
