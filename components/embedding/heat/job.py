"""The heat-geodesic map of some points as a job: stopped, it keeps its last iterate to be seen."""

from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from components.badges import badge
from components.embedding.heat.result import HeatResult, heat_result
from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings
from components.jobs import Job, made_now, run_job
from components.memory import once
from core.cost import Cost
from core.embedding.cost import estimate_cost
from core.parallel import Progress, no_progress

ASK_ABOVE_S = 60.0


def heat_job(data: MapData, settings: HeatSettings) -> HeatResult | None:
    """The map of these settings: kept from before, or drawn now under a bar with a Stop button.

    None when it was stopped before there was anything to show, or waits to be started because it
    would take long. Raises the KernelscopeError with which the fit failed.
    """
    quick = _cost(*data.X.shape).seconds <= ASK_ABOVE_S

    def offer(job: Job, begin: Callable[[], None]) -> None:
        if job.stopped or quick:
            _offer_again(begin)
        else:
            _offer_cost(data, begin)

    job = run_job(
        _key(data, settings),
        "map",
        _maker(data, settings),
        origin=data.origin,
        start=quick,
        offer=offer,
    )
    return job.results[0] if job.results else job.unfinished


def heat_map_now(
    data: MapData, settings: HeatSettings, progress: Progress = no_progress
) -> HeatResult:
    """The same map as a step of something else, kept as well."""
    make = _maker(data, settings)
    return made_now(_key(data, settings), make, origin=data.origin, progress=progress)[0]


@once
def _cost(n_points: int, n_columns: int) -> Cost:
    return estimate_cost(n_points, n_columns)


def _key(data: MapData, settings: HeatSettings) -> tuple[Any, ...]:
    return ("map", data.key, settings)


def _maker(data: MapData, settings: HeatSettings) -> Callable[..., Iterator[HeatResult]]:
    def make(progress: Progress, done: list[Any]) -> Iterator[HeatResult]:
        def report(share: float, doing: str) -> None:
            progress(share, f"Drawing the map: {doing}")

        if not done:
            yield heat_result(data, settings, report)

    return make


def _offer_cost(data: MapData, begin: Callable[[], None]) -> None:
    """Say what a long run will cost; it waits for its button."""
    cost = _cost(*data.X.shape)
    minutes = max(1, round(cost.seconds / 60))
    st.warning(
        f"Drawing {len(data):,} points will take about {minutes} minute"
        f"{'s' if minutes > 1 else ''} on one core and {cost.n_bytes / 1e9:.1f} GB of memory. "
        "Lower “Rows at most” for a quicker look.",
        icon=":material/hourglass_top:",
    )
    st.button("Draw it", key="start-map", icon=":material/play_arrow:", on_click=begin)


def _offer_again(begin: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{badge('stopped', 'caution')} This is how far the map got.")
        st.button("Finish drawing", key="start-map", icon=":material/play_arrow:", on_click=begin)
