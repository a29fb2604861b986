"""The sentence about the beacons that decided a fix, and the arrow of a chosen row."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from components.localization.floor.map import floor_map
from components.localization.scan import decided as panel
from components.localization.scan.decided import Decided, decided_sentence, with_arrow
from tests.components.localization.test_maps import names, scene


def found(moves_m, louder_db, beacons=("9", "4", "B<7>")) -> Decided:
    n = len(moves_m)
    table = pd.DataFrame(
        {
            "beacon": list(beacons[:n]),
            "heard": np.full(n, -60.0),
            "expected": -60.0 - np.array(louder_db, dtype=float),
            "share": np.full(n, 1 / max(n, 1)),
            "moves_m": np.array(moves_m, dtype=float),
            "louder_db": np.array(louder_db, dtype=float),
        }
    )
    move_m = np.column_stack([moves_m, np.zeros(n)]) if n else np.empty((0, 2))
    return Decided(table, move_m, np.array([5.0, 1.0]), "")


@pytest.mark.parametrize(
    ("moves_m", "louder_db", "said"),
    [
        ([6.2, 1, 0.1], [1, 21, 3], ["**Beacon 9 decides**", "moves 6.2 m", "4 is 21 dB louder"]),
        ([6.2, 1, 0.1], [1, -9, 2], ["beacon 4 is 9 dB quieter than the others expect"]),
        ([0.9, 0.2, 0.1], [1, 2, 7], ["No single beacon decides", "we cannot tell"]),
        ([3.0], [2], ["Only beacon **9** was heard"]),
        ([], [], ["no position"]),
        ([np.nan, np.nan], [1, 2], ["no position"]),
        ([2.0, 1, 0.1], [1, 2, 30], ["beacon B\\<7\\> is 30 dB"]),
    ],
)
def test_the_sentence_names_who_decides_and_who_does_not_fit(moves_m, louder_db, said):
    sentence = decided_sentence(found(moves_m, louder_db))
    for words in said:
        assert words in sentence


def test_a_chosen_row_becomes_an_arrow_to_the_fix_and_a_stale_one_nothing(monkeypatch):
    state = {"key": SimpleNamespace(selection=SimpleNamespace(rows=[1]))}
    monkeypatch.setattr(panel.st, "session_state", state)
    why = found([6.0, 2.0], [0, 0])
    drawn = with_arrow(scene(), why, "key")
    np.testing.assert_allclose(drawn.arrow_m, [[3.0, 1.0], [5.0, 1.0]])
    assert drawn.arrow_of == "4"
    assert "Moved by the beacon" in names(floor_map(drawn, None, colour_by_error=False))
    assert with_arrow(scene(), why, "another").arrow_m is None
    assert with_arrow(scene(), found([6.0], [0]), "key").arrow_m is None
    lost = replace(why, move_m=np.full((2, 2), np.nan))
    assert with_arrow(scene(), lost, "key").arrow_m is None
    assert "Moved by the beacon" not in names(floor_map(scene(), None, colour_by_error=False))
