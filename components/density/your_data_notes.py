"""What "Your data" says below its verdict: what decides, what to do, what was done."""

import streamlit as st

from components.badges import Badge
from components.density.local_kernels import offer_local_kernel
from components.density.scan.results import bound_notes, deciding_rows
from components.memory import once
from components.points.chosen_points import ChosenPoints
from components.points.preparation import discrete_note
from components.points.set_aside import offer_setting_aside
from components.points.weight_column import WeighedPoints, weight_badges
from components.settings import value_of
from components.text import as_plain_text, counted
from core.datasets.preparation import PreparedPoints
from core.density.advice import asks_for_local_kernel
from core.density.bandwidth_scan import BandwidthScan
from core.density.diagnosis import Diagnosis
from core.density.regimes import has_regimes
from core.parameters import Parameter


def show_notes(
    points: ChosenPoints,
    prepared: PreparedPoints,
    found: Diagnosis,
    switches: tuple[Parameter, ...],
    *,
    local: bool,
) -> None:
    """Rows that decide, with the button that sets them aside, and advice, with the one that
    follows it; ``local``: whether a local kernel is in use already.
    """
    by_name = {row.name: row for row in switches}
    standardised = value_of(by_name["standardise"]) and not value_of(by_name["robust_scale"])
    deciding = deciding_rows(points, prepared, found.scan, standardised=standardised)
    for row, said in deciding.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/warning: {' '.join(said)}", width="stretch")
            offer_setting_aside(by_name["set_aside"], points, row)
    notes = [*found.notes, *bound_notes(points, prepared, found.bandwidth)]
    asking = _first_that_asks(notes)
    for note in notes:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/lightbulb: {note}", width="stretch")
            if not local and note == asking:
                offer_local_kernel()
    if said_of_steps := discrete_note(points):
        st.markdown(f":material/lightbulb: {as_plain_text(said_of_steps)}")
    if not local and not asking:
        offer_local_kernel()
    done = " ".join((*points.notices, *prepared.steps)) or "nothing."
    st.caption(f"What was done: {as_plain_text(done)}")


@once
def _first_that_asks(notes: list[str]) -> str:
    """The first note that a local kernel answers, "" for none."""
    return next((note for note in notes if asks_for_local_kernel(note)), "")


def verdict_badges(
    weighed: WeighedPoints, prepared: PreparedPoints, scan: BandwidthScan
) -> list[Badge]:
    """Where the points come from, how many count, and how, and in how many dimensions."""
    n, d = scan.points.values.shape
    distinct = f", {n:,} of them distinct" if scan.points.n_repeated else ""
    scored = f"{len(scan.rows):,} of them scored" if len(scan.rows) < n else "all scored"
    origin = weighed.points.origin
    return [
        (origin, origin),
        *_sample_badges(prepared),
        f"{counted(scan.points.n_rows, 'point')}{distinct}, {scored}",
        *weight_badges(weighed, scan.points.n_effective),
        counted(d, "dimension"),
        f"intrinsic dimension {scan.neighborhoods.intrinsic_dimension:.1f}",
        "Gaussian kernel",
    ]


def _sample_badges(prepared: PreparedPoints) -> list[tuple[str, str]]:
    """How many of the rows are here, where only some are."""
    drawn = next((step for step in prepared.steps if ", drawn at random" in step), "")
    return [(drawn.partition(", drawn")[0], "caution")] if drawn else []


@once
def what_to_notice(n_dimensions: int) -> str:
    """The line below the pictures."""
    if has_regimes(n_dimensions):
        return (
            "What to notice: the bands are the regimes of the median point. Where the curve is "
            "highest, few points may carry each estimate: then the best global kernel is a "
            "nearest-neighbour rule."
        )
    there = counted(n_dimensions, "dimension")
    return (
        f"What to notice: how many points carry an estimate. In {there} the theory of regimes has "
        "not set in: bands and colours only show where ten neighbours put the borders."
    )
