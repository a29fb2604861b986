"""What heavy tails bring before anything is calibrated: a sentence below the sets."""

import streamlit as st

from components.localization.accuracy.jobs import has_positions
from components.memory import Kept
from core.localization.experiment import Experiment
from core.localization.tail_study import LEVEL, tail_study
from core.percentages import percent


def show_tails(experiment: Experiment) -> None:
    """Nothing where the survey does not know its beacons' positions: no likelihood is compared."""
    if not has_positions(experiment):
        return
    rows = _study_kept.of(experiment.origin)(experiment.key, _experiment=experiment)
    st.markdown(tails_sentence(rows))


def tails_sentence(rows: list[dict]) -> str:
    """Whether heavy tails help, against the normal law and against tempering it.

    >>> row = {"places": 9.0, "mean_m": 1.7}
    >>> tails_sentence([row | {"covered": share} for share in (0.7, 0.76, 0.9)])[:59]
    '**Heavy tails help a little here**: as they come, the sets '
    """
    normal, tails, tempered = rows
    gain, other = tails["covered"] - normal["covered"], tempered["covered"] - normal["covered"]
    if not gain > 0:
        word = "Heavy tails do not help here"
    elif tails["covered"] >= LEVEL and tails["covered"] >= tempered["covered"]:
        word = "Heavy tails help here"
    else:
        word = "Heavy tails help a little here" if gain < other else "Heavy tails help here"
    return (
        f"**{word}**: as they come, the sets of {percent(LEVEL)} of the likelihood hold the truth "
        f"in {percent(normal['covered'])} of the scans with a normal law, "
        f"**{percent(tails['covered'])}** with heavy tails and {percent(tempered['covered'])} when "
        f"it is tempered, with {normal['places']:.0f}, {tails['places']:.0f} and "
        f"{tempered['places']:.0f} places; mean errors {normal['mean_m']:.2f}, "
        f"{tails['mean_m']:.2f} and {tempered['mean_m']:.2f} m. Tails are for a scan that is odd "
        "once; a bias that stays at a place is what calibration is for."
    )


def _study(key: str, *, _experiment: Experiment) -> list[dict]:
    return list(tail_study(_experiment))


_study_kept = Kept(_study, spinner="Comparing three likelihoods …")
