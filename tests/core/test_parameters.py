"""A parameter enforces its own bounds and says what they are."""

from dataclasses import replace

import pytest

from core.errors import ParameterError
from core.parameters import Parameter

POWER = Parameter("power", "Power", int, 32, minimum=1, maximum=128)
WIDTH = Parameter("width", "Width", float, 1.0, minimum=0.1, maximum=9.0, unit="m")
MODE = Parameter("mode", "Mode", str, "a", options=("a", "b"))
OFF = Parameter("off", "Off", tuple, (), options=("1", "2"))
SWITCH = Parameter("switch", "Switch", bool, False)


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (POWER, "64", 64),
        (WIDTH, "0.5", 0.5),
        (MODE, "b", "b"),
        (OFF, ["2", "1"], ("2", "1")),
        (SWITCH, "true", True),
        (SWITCH, False, False),
    ],
)
def test_a_value_inside_the_bounds_is_returned_in_its_type(parameter, value, expected):
    assert parameter.check(value) == expected


@pytest.mark.parametrize(
    ("parameter", "value", "named"),
    [
        (POWER, 0, "128"),
        (POWER, "many", "many"),
        (POWER, "nan", "nan"),
        (WIDTH, float("nan"), "9.0 m"),
        (WIDTH, "1e999", "inf"),
        (MODE, "c", "a, b"),
        (OFF, ["3"], "1, 2"),
        (SWITCH, "perhaps", "true or false"),
    ],
)
def test_a_value_outside_names_the_value_or_the_limits(parameter, value, named):
    with pytest.raises(ParameterError, match=named.replace(".", r"\.")):
        parameter.check(value)


def test_the_first_value_is_the_default_unless_there_is_a_better_start():
    assert replace(POWER, start=64).first == 64
    assert POWER.first == POWER.default
