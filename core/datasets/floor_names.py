"""What the names of floors say: "2", "tower/2", "ground floor"."""

import re

import numpy as np
from numpy.typing import ArrayLike

_WORDS = {"ground": 0, "basement": -1}


def sorted_floors(floor_id: ArrayLike) -> tuple[str, ...]:
    """The distinct floors, those of one building by their number where they have one.

    >>> sorted_floors(np.array(["10", "2", "-1", "2"]))
    ('-1', '2', '10')
    """
    names = set(np.asarray(floor_id, dtype=str).tolist())

    def order(name: str) -> tuple[str, float, str]:
        building, _, floor = name.rpartition("/")
        level = level_of(floor)
        return building, np.inf if level is None else level, floor

    return tuple(sorted(names, key=order))


def level_of(floor: str) -> int | None:
    """The level that a floor's name says, None where it says none.

    >>> level_of("2"), level_of("tower/F-1"), level_of("ground floor"), level_of("attic")
    (2, -1, 0, None)
    """
    name = floor.rpartition("/")[2].lower()
    number = re.search(r"-?\d+", name)
    if number:
        return int(number[0])
    return next((level for word, level in _WORDS.items() if word in name), None)


def floor_title(floor: str) -> str:
    """How a floor is called on screen: "0/0" would be read as a fraction.

    >>> floor_title("0/0"), floor_title("tower/2"), floor_title("2"), floor_title("attic")
    ('building 0, floor 0', 'tower, floor 2', '2', 'attic')
    """
    building, _, name = floor.rpartition("/")
    if not building:
        return floor
    house = f"building {building}" if building.isdigit() else building
    return f"{house}, floor {name}" if re.fullmatch(r"-?\d+", name) else f"{house}, {name}"


def building_of(floor: str) -> str:
    """The building that a floor's name says, "" where it says none.

    >>> building_of("tower/2"), building_of("2")
    ('tower', '')
    """
    return floor.rpartition("/")[0]
