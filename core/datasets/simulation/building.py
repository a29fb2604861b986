"""The simulated building: a survey on the floor and hand-held walks, all from one seed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet, concat
from core.datasets.simulation.layout import SHAFT, Layout, office_floor
from core.datasets.simulation.poses import HELD, check_pose
from core.datasets.simulation.radio import Radio
from core.datasets.simulation.walks import walk
from core.datasets.simulation.windows import one_second_windows, slow_fading_db
from core.errors import ParameterError

# A beacon about every 4 m, as in the measured survey; half as dense in rooms.
CORRIDOR_SPACING_M = 4.0
ROOM_M2_PER_BEACON = 20.0
SPARSE_BEACONS = 14
# The measured survey stayed 80 s at each place: 20 scans, one every four seconds.
SURVEY_STEP_S = 4.0
# Fading remembers half a wavelength (6 cm; Clarke, 1968), and a walker makes a metre a second.
WALKING_STEP_S = np.inf


@dataclass(frozen=True, eq=False)
class Building:
    """One floor with its beacons; ``walk`` records a phone carried through it."""

    layout: Layout
    radio: Radio

    def survey(self, spacing_m: float, n_windows: int, rng: np.random.Generator) -> FingerprintSet:
        """``n_windows`` one-second scans at each grid point, the phone lying on the floor."""
        place_m = self.layout.survey_points(spacing_m)
        n_beacons = len(self.radio.beacon_m)
        mean_dbm = np.repeat(self.radio.mean_dbm(place_m, check_pose("floor"), rng), n_windows, 0)
        fading = slow_fading_db(n_windows, len(place_m) * n_beacons, rng, step_s=SURVEY_STEP_S)
        fading = fading.reshape(n_windows, len(place_m), n_beacons).swapaxes(0, 1)
        mean_dbm += fading.reshape(mean_dbm.shape)
        stop = np.repeat([f"P{i:03d}" for i in range(1, len(place_m) + 1)], n_windows)
        return self._scans(
            one_second_windows(mean_dbm, np.zeros_like(mean_dbm), rng),
            np.repeat(place_m, n_windows, axis=0),
            np.tile(SURVEY_STEP_S * np.arange(n_windows), len(place_m)),
            stop_id=stop,
            session_id=stop,
            pose="floor",
            role="survey",
        )

    def walk(
        self, pose: str, duration_s: int, session_id: str, rng: np.random.Generator
    ) -> FingerprintSet:
        """One scan a second while the phone is carried in a pose; ParameterError if unknown."""
        held = check_pose(pose)
        position_m, heading = walk(self.layout, duration_s, rng)
        mean_dbm = self.radio.mean_dbm(position_m, held, rng)
        mean_dbm += slow_fading_db(duration_s, mean_dbm.shape[1], rng, step_s=WALKING_STEP_S)
        body_db = self.radio.body_db(position_m, heading, held)
        swing_db = body_db if held.swings else np.zeros_like(body_db)
        steady_db = np.zeros_like(body_db) if held.swings else body_db
        return self._scans(
            one_second_windows(mean_dbm + steady_db, swing_db, rng),
            position_m,
            np.arange(duration_s, dtype=float),
            stop_id=np.array([f"{session_id}/{second}" for second in range(duration_s)]),
            session_id=np.repeat(session_id, duration_s),
            pose=pose,
            role="test",
        )

    def _scans(
        self,
        rss_dbm: NDArray[np.float64],
        position_m: NDArray[np.float64],
        time_s: NDArray[np.float64],
        *,
        stop_id: NDArray[np.str_],
        session_id: NDArray[np.str_],
        pose: str,
        role: str,
    ) -> FingerprintSet:
        n = len(rss_dbm)
        return FingerprintSet(
            rss_dbm=rss_dbm,
            position_m=position_m,
            beacon_ids=np.array([f"B{i}" for i in range(1, rss_dbm.shape[1] + 1)]),
            beacon_position_m=self.radio.beacon_m,
            stop_id=stop_id,
            session_id=session_id,
            time_s=time_s,
            holding=np.repeat(pose, n),
            role=np.repeat(role, n),
            floor=self.layout.floor_plan(),
        )


def draw_building(*, n_beacons: int | None = None, random_state: int = 0) -> Building:
    """A floor with beacons along the corridor and one in each room, or evenly chosen of these."""
    rng = np.random.default_rng(random_state)
    layout = office_floor()
    everywhere = _beacon_places(layout, rng)
    if n_beacons is None:
        n_beacons = len(everywhere)
    if not 1 <= n_beacons <= len(everywhere):
        raise ParameterError(f"n_beacons is {n_beacons}; choose between 1 and {len(everywhere)}.")
    chosen = np.unique(np.linspace(0, len(everywhere) - 1, n_beacons).round().astype(int))
    return Building(layout, Radio.draw(layout, everywhere[chosen], rng))


def simulate_building(
    *,
    n_beacons: int | None = None,
    spacing_m: float = 1.6,
    n_windows: int = 20,
    walk_s: int = 50,
    n_walks: int = 6,
    poses: tuple[str, ...] = HELD,
    random_state: int = 0,
) -> FingerprintSet:
    """Simulated fingerprints: a survey with the phone on the floor, walks with it in the hand.

    r = −86 + A_b + g_k + g_bk − 10 n_k log₁₀(d / d₆) − walls + S_b(x) + S_bk(x) + C_k(x, θ) + e
    + body + fading in dBm, where d is the distance in space and d₆ that of 6 m on the floor; then
    the packets of one second, some lost. The constants are fitted to a measured survey (see
    ``radio``); poses other than floor and texting are synthetic.

    Parameters
    ----------
    n_beacons : int or None, optional
        Number of beacons; None: all, 40.
    spacing_m : float, optional
        Spacing of the survey's grid, in metres.
    n_windows : int, optional
        Scans of one second at each point of the survey.
    walk_s : int, optional
        Length of each walk, in seconds.
    n_walks : int, optional
        Walks for each of ``poses``.
    poses : tuple of str, optional
        How the phone is held.
    random_state : int, optional
        Seed of everything that is drawn.

    Returns
    -------
    FingerprintSet
        With role "survey" and "test", holding, session, time and floor geometry.

    Raises
    ------
    ParameterError
        For a number of beacons out of range, and an unknown pose.

    Examples
    --------
    >>> scans = simulate_building(spacing_m=4.0, n_windows=2, walk_s=10, n_walks=2, random_state=0)
    >>> scans.n_beacons, scans.only("test").n_scans, len(set(scans.only("test").session_id))
    (40, 100, 10)
    """
    building = draw_building(n_beacons=n_beacons, random_state=random_state)
    rng = np.random.default_rng([random_state, 1])
    parts = [building.survey(spacing_m, n_windows, rng)]
    walked = [pose for pose in poses for _ in range(n_walks)]
    for number, pose in enumerate(walked, start=1):
        parts.append(building.walk(pose, walk_s, f"walk {number:02d}: {pose}", rng))
    return join(parts)


def join(parts: list[FingerprintSet]) -> FingerprintSet:
    """Sets of the same beacons and floor, one below the other."""
    numbered_anew = np.empty(0, dtype=str)
    return replace(concat(parts), row_id=numbered_anew)


def _beacon_places(layout: Layout, rng: np.random.Generator) -> NDArray[np.float64]:
    """Corridor first, then the rooms: each is cut into strips with one beacon somewhere in it."""
    x_min, y_min, x_max, y_max = layout.corridor.bounds
    half = CORRIDOR_SPACING_M / 2
    along = np.arange(x_min + half, x_max, CORRIDOR_SPACING_M)
    places = [(float(x), (y_min + y_max) / 2) for x in along]
    for name, room in layout.rooms.items():
        if name == SHAFT:
            continue
        left, bottom, right, top = room.bounds
        n_beacons = max(1, round(room.area / ROOM_M2_PER_BEACON))
        strip = (right - left) / n_beacons
        for i in range(n_beacons):
            share = rng.uniform(0.2, 0.8, 2)
            places.append((left + strip * (i + share[0]), bottom + share[1] * (top - bottom)))
    return np.array(places)
