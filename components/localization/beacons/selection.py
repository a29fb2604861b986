"""Does choosing beacons help? The paper's claim beside what our rendering of it measures."""

import numpy as np
import streamlit as st

from components.localization.accuracy.verdict import interval_words
from components.memory import Kept
from components.text import counted
from core.localization import METHODS, bootstrap_mean, method, try_methods
from core.localization.experiment import Experiment, independent_blocks
from core.localization.methods import kept_beacons

ALL, CHOSEN = "kernel", "selected"
# On the paper's own survey, 1 s windows (benchmarks/localization/accuracy.md): mean errors in m
# with the chosen beacons and with all, and the place among the methods that are fitted in no time
# and the survey that the test scans make of themselves.
PAPER_CHOSEN_M, PAPER_ALL_M = 3.35, 1.69
PAPER_PLACE = "last"
PAPER_ROWS = sum(not row.slow for row in METHODS) + 1


def show_selection(experiment: Experiment) -> None:
    """What keeping the steady beacons brings on these data, and what the paper says of it."""
    st.subheader("Does choosing steady beacons help?", anchor=False)
    st.markdown(selection_sentence(experiment))
    st.markdown(PAPER)


PAPER = (
    "The paper behind this page claims that choosing beacons which do not mind how the phone is "
    "held makes positions better. **Our rendering of it does not, on the paper's own survey**: "
    f"three quarters of the beacons, the steadiest, give {PAPER_CHOSEN_M:.2f} m where all give "
    f"{PAPER_ALL_M:.2f} m, the {PAPER_PLACE} of {PAPER_ROWS} rows. That does not refute the paper, "
    "whose exact rule we do not know: which score it takes, how many beacons it keeps, whether it "
    "chooses once or for each part of the floor, and from which scans it learns that."
)


def selection_sentence(experiment: Experiment) -> str:
    """The mean error with the steady beacons and with all of them."""
    n, kept = experiment.survey.n_beacons, kept_beacons(experiment.survey)
    if kept == n:
        few = "there is one beacon" if n == 1 else f"of {n} beacons all are kept"
        return f"Here {few}: nothing can be chosen."
    cells = _kept.of(experiment.origin)(experiment.key, _experiment=experiment)
    (all_m, all_words), (chosen_m, chosen_words) = cells[ALL], cells[CHOSEN]
    if np.isnan(all_m) or np.isnan(chosen_m):
        return "Here no test scan is located, so nothing tells whether choosing helps."
    change_m = round(chosen_m - all_m, 2)
    verdict = "changes nothing"
    if change_m:
        verdict = f"**{'costs' if change_m > 0 else 'gains'} {abs(change_m):.2f} m**"
    return (
        f"Here the {kept} of the {counted(n, 'beacon')} that are best in stability, by the survey "
        f"alone, locate the test scans to {chosen_m:.2f} m on average ({chosen_words}), all of "
        f"them to {all_m:.2f} m ({all_words}): choosing {verdict}."
    )


def _compare(key: str, *, _experiment: Experiment) -> dict[str, tuple[float, str]]:
    """Mean error in metres and its interval in words, by method."""
    blocks = independent_blocks(_experiment.test)
    found = {}
    for result in try_methods([method(ALL), method(CHOSEN)], _experiment):
        known = np.isfinite(result.error_m)
        if not known.any():
            found[result.method.key] = float("nan"), ""
            continue
        low, high = bootstrap_mean(result.error_m, blocks, random_state=0)
        found[result.method.key] = float(result.error_m[known].mean()), interval_words(low, high)
    return found


_kept = Kept(_compare)
