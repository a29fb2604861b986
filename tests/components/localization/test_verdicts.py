"""The sentences of "Beacons" and "How good?": right on every table, also where numbers lack."""

import numpy as np
import pandas as pd
import pytest

from components.localization.accuracy.jobs import BY_ITSELF, ORACLE
from components.localization.accuracy.verdict import accuracy_sentence
from components.localization.beacons.verdict import beacons_sentence

NAN = float("nan")


def beacons(cost_m: list[float], shift_db: list[float]) -> pd.DataFrame:
    names = [f"B{number}" for number in range(len(cost_m))]
    return pd.DataFrame({"beacon": names, "cost_m": cost_m, "shift_db": shift_db})


@pytest.mark.parametrize(
    ("cost_m", "shift_db", "said"),
    [
        ([0.5, 0.1, -0.1], [7.0, 1.0, 8.0], "**2 of the 3 beacons** change by more than 6 dB"),
        ([0.5, 0.1, -0.1], [7.0, 1.0, 8.0], "costs +0.20 m on average"),
        ([0.5, 0.1, -0.1], [7.0, 1.0, 8.0], "by more than 6 dB (**B0, B2**)"),
        ([0.5, 0.1, -0.1], [7.0, 1.0, 8.0], "Without **B2** it would be smaller"),
        ([0.5, -0.2, -0.1], [1.0, 1.0, 1.0], "Without one of 2 others it would be smaller (**B1**"),
        ([0.5, 0.1], [7.0, 1.0], "**1 of the 2 beacons** changes by more than 6 dB"),
        ([0.5, 0.1], [7.0, 1.0], "leaving it out costs +0.50 m."),
        ([0.5, NAN], [NAN, 1.0], "The one beacon that could be compared does not change"),
        ([0.5, 0.1], [1.0, 1.0], "Of the 2 beacons none changes by more than 6 dB"),
        ([0.5, NAN], [NAN, 1.0], "most valuable is **B0**"),
        ([-0.2, -0.1], [0.0, 0.0], "mean error falls by 0.10 m"),
        ([0.1, 0.1], [NAN, NAN], "Too few test scans"),
        ([NAN, NAN], [1.0, 1.0], "none can be left out"),
        ([NAN], [1.0], "**one beacon**"),
    ],
)
def test_the_beacons_verdict_counts_what_is_known(cost_m, shift_db, said):
    sentence = beacons_sentence(beacons(cost_m, shift_db), "B0", "none", None)
    assert said in sentence
    assert "nan" not in sentence


def test_a_fault_that_leaves_nothing_to_hear_is_said():
    errors = (np.array([1.0, 2.0]), np.array([NAN, NAN]))
    sentence = beacons_sentence(beacons([NAN], [NAN]), "B0", "dead", errors)
    assert "no scan is located" in sentence
    assert "nan" not in sentence


def methods(best_m: float, ceiling_m: float | None, title: str = ORACLE.title) -> pd.DataFrame:
    rows = [("Kernel vote", "fingerprints only", best_m)]
    if ceiling_m is not None:
        rows.append((title, "labelled test scans", ceiling_m))
    table = pd.DataFrame(rows, columns=["method", "uses", "mean_m"]).sort_values("mean_m")
    return table.assign(low_m=table["mean_m"] - 0.1, high_m=table["mean_m"] + 0.1)


@pytest.mark.parametrize(
    ("best_m", "ceiling_m", "held_out", "said", "unsaid"),
    [
        (1.8, 1.2, False, "The ceiling is 1.20 m", "no better"),
        (2.9, 4.4, False, "does no better (4.40 m)", "The ceiling is"),
        (2.9, NAN, False, "is best: **2.90 m**", "same hand"),
        (2.9, None, True, "held-out fifth", "hand"),
        (NAN, NAN, False, "No method locates", "is best"),
    ],
)
def test_the_ceiling_is_named_only_where_it_is_one(best_m, ceiling_m, held_out, said, unsaid):
    sentence = accuracy_sentence(methods(best_m, ceiling_m), held_out=held_out)
    assert said in sentence
    assert unsaid not in sentence
    assert "nan" not in sentence


def test_where_nobody_says_how_the_phone_was_held_no_ceiling_is_spoken_of():
    sentence = accuracy_sentence(methods(1.8, 1.2, BY_ITSELF.title))
    assert "these test scans themselves would reach 1.20 m" in sentence
    assert "ceiling" not in sentence
