"""Rooms instead of coordinates: the room is voted first."""

import numpy as np
import pytest
from shapely import box

from core.errors import ParameterError
from core.localization import KernelLocator
from core.localization.room_scores import room_hit_rate, rooms_of, voted_rooms

ROOMS = [("west", box(0, 0, 4, 4)), ("middle", box(4, 0, 8, 4)), ("east", box(8, 0, 12, 4))]


def test_the_mean_of_two_rooms_is_never_named_for_a_third():
    grid_m = np.array([[2.0, 2.0], [6.0, 2.0], [10.0, 2.0]])
    posterior = np.array([[0.5, 0.0, 0.5], [0.2, 0.5, 0.3]])
    assert rooms_of(posterior @ grid_m, ROOMS).tolist() == ["middle", "middle"]
    assert voted_rooms(posterior, grid_m, ROOMS)[0] in ("west", "east")
    assert voted_rooms(posterior, grid_m, ROOMS)[1] == "middle"


def test_opposite_levels_tell_rooms_apart():
    rng = np.random.default_rng(0)
    room = np.repeat([0, 1, 2], 30)
    level_dbm = -50 - 12 * np.abs(np.arange(3) - room[:, None]) + rng.normal(0, 2, (90, 3))
    middle_m = np.array([[2.0, 2.0], [6.0, 2.0], [10.0, 2.0]])[room]
    locator = KernelLocator().fit(level_dbm[::2], middle_m[::2])
    named = voted_rooms(locator.posterior(level_dbm[1::2]), locator.grid_, ROOMS)
    assert room_hit_rate(rooms_of(middle_m[1::2], ROOMS), named) == (1.0, 45)


def test_scans_in_no_room_do_not_count_and_scans_without_a_vote_are_misses():
    assert room_hit_rate(["", ""], ["west", ""])[1] == 0
    assert room_hit_rate(["west", "west"], ["west", ""]) == (0.5, 2)
    silent = voted_rooms([[np.nan, np.nan]], [[2.0, 2.0], [99.0, 99.0]], ROOMS)
    assert silent.tolist() == [""]
    assert voted_rooms([[1.0]], [[99.0, 99.0]], ROOMS).tolist() == [""]
    with pytest.raises(ParameterError, match="1 true rooms and 2 named"):
        room_hit_rate(["a"], ["a", "b"])
    with pytest.raises(ParameterError, match="need"):
        rooms_of([1.0, 2.0], ROOMS)
