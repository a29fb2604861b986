"""Drawing a map in the background: progress, a Stop button, and the last iterate is kept.

The fit runs in a thread of its own, so that a click on Stop ends it at its next step and keeps what
it has, instead of throwing it away with the interrupted run of the page.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from components.badges import badge
from components.closed_tabs import tab_is_closed
from components.embedding.heat_result import HeatResult, heat_result
from components.embedding.map_data import MapData
from components.embedding.map_settings import HeatSettings
from core.embedding.cost import estimate_cost
from core.errors import Cancelled
from core.parallel import Progress, cancelled_when, check_wanted, no_progress

RESULTS_KEPT = 12
QUIET_S = 0.4  # shorter runs show no bar
ASK_ABOVE_S = 60.0
FITS = "map_fits"


@dataclass
class Fit:
    """One fit that runs, was stopped, or is done."""

    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    share: float = 0.0
    doing: str = "starting"
    result: HeatResult | None = None
    error: Exception | None = None

    def run(self, data: MapData, settings: HeatSettings, nobody_waits: Callable[[], bool]) -> None:
        """The body of the thread; touches nothing of the page, and ends with its tab."""

        def progress(share: float, doing: str) -> None:
            self.share, self.doing = share, doing
            if self.stop.is_set():
                raise Cancelled("Stopped before there was a map to show.")
            check_wanted()

        try:
            with cancelled_when(nobody_waits):
                self.result = heat_result(data, settings, progress)
        except Exception as error:  # noqa: BLE001 - raised again in the page's own thread
            self.error = error


class Results:
    """The newest finished maps, by data and settings; safe for several visitors at once."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple, HeatResult] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple) -> HeatResult | None:
        """The map of this key, or None."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple, result: HeatResult) -> None:
        """Keep a map; the one that was not asked for the longest goes."""
        with self._lock:
            self._found[key] = result
            while len(self._found) > RESULTS_KEPT:
                self._found.popitem(last=False)


def heat_job(data: MapData, settings: HeatSettings) -> HeatResult | None:
    """The map of these settings: kept from before, or drawn now under a bar with a Stop button.

    None when it was stopped before there was anything to show, or waits to be started because it
    would take long. Raises the KernelscopeError with which the fit failed.
    """
    results, key = _results(data), (data.key, settings)
    found = results.get(key)
    if found is not None:
        return found
    fits: dict[tuple, Fit] = st.session_state.setdefault(FITS, {})
    for other, fit in list(fits.items()):
        if other != key:  # nobody waits for it any more
            fit.stop.set()
            del fits[other]
    if key not in fits:
        if not _may_start(data, key):
            return None
        fits[key] = _started(data, settings)
    fit = fits[key]
    _watch(fit)
    if fit.error is not None and not isinstance(fit.error, Cancelled):
        del fits[key]
        raise fit.error
    if fit.stop.is_set():
        _offer_again(key)
        return fit.result
    assert fit.result is not None  # noqa: S101 - it neither failed nor was stopped
    results.put(key, fit.result)
    del fits[key]
    return fit.result


def heat_map_now(
    data: MapData, settings: HeatSettings, progress: Progress = no_progress
) -> HeatResult:
    """The map of small built-in data, drawn at once and kept for all visitors."""
    results, key = _results(data), (data.key, settings)
    found = results.get(key)
    if found is None:
        found = heat_result(data, settings, progress)
        results.put(key, found)
    return found


def _started(data: MapData, settings: HeatSettings) -> Fit:
    fit = Fit()
    work = (data, settings, tab_is_closed())
    fit.thread = threading.Thread(target=fit.run, args=work, daemon=True)
    fit.thread.start()
    return fit


def _watch(fit: Fit) -> None:
    """Wait for the thread, showing how far it is."""
    assert fit.thread is not None  # noqa: S101 - started before it is watched
    fit.thread.join(QUIET_S)
    if not fit.thread.is_alive():
        return
    bar, stop = st.empty(), st.empty()
    stop.button(
        "Stop",
        key="stop-map",
        icon=":material/stop_circle:",
        on_click=fit.stop.set,
        help="End the drawing now and keep its last iterate.",
    )
    while fit.thread.is_alive():
        bar.progress(min(max(fit.share, 0.0), 1.0), text=f"Drawing the map: {fit.doing}")
        fit.thread.join(0.15)
    bar.empty()
    stop.empty()


def _may_start(data: MapData, key: tuple) -> bool:
    """True for short runs; long ones say what they will cost and wait for their button."""
    cost = estimate_cost(*data.X.shape)
    if cost.seconds <= ASK_ABOVE_S or key in st.session_state.get("wanted_maps", set()):
        return True
    minutes = max(1, round(cost.seconds / 60))
    st.warning(
        f"Drawing {len(data):,} points will take about {minutes} minute"
        f"{'s' if minutes > 1 else ''} of one core and {cost.n_bytes / 1e9:.1f} GB of memory. "
        "Lower “Rows at most” for a quicker look.",
        icon=":material/hourglass_top:",
    )
    st.button("Draw it", key="start-map", icon=":material/play_arrow:", on_click=_want, args=(key,))
    return False


def _want(key: tuple) -> None:
    st.session_state.setdefault("wanted_maps", set()).add(key)


def _offer_again(key: tuple) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{badge('stopped', 'caution')} This is how far the map had come.")
        st.button(
            "Draw it to the end",
            key="start-map",
            icon=":material/play_arrow:",
            on_click=lambda: st.session_state[FITS].pop(key, None),
        )


def _results(data: MapData) -> Results:
    if data.origin != "yours":
        return _shared_results()
    return st.session_state.setdefault("own_maps", Results())


@st.cache_resource(show_spinner=False)
def _shared_results() -> Results:
    return Results()
