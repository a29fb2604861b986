"""A run in which nothing changed computes nothing and draws nothing; what is kept is not stale."""

import threading
from collections import Counter

from streamlit import config
from streamlit.testing.v1 import AppTest

from components import charts, memory
from components.navigation import ROOT, VIEWS
from tests.app.test_pages import open_page
from tests.every_page import every_page

CORE = f"{ROOT / 'core'}/"
LABS = ("localization/", "density/", "graphs/", "embedding/", "inference/")
# Looking things up in tables, reading a property, writing a number: no computation.
LOOK_UPS = {
    *("n_scans", "n_beacons", "n_graphs", "known_position_m", "alive", "paused", "speed"),
    *("holdings_of", "walk_order", "method", "usable_methods", "family_of", "measure_named"),
    *("count_of", "count_text", "best_index", "mean", "is_installed", "keep_alive", "phone"),
    "can_be_written",
    "_best",  # the body of best_index
    "depths",  # texts of a row
    *("parameter", "checked_flat_parameter", "own_parameter", "contingency", "participation"),
    *("flat_map", "checked", "checked_x", "at", "<lambda>", "tracker_named", "exported_methods"),
    *("_between", "numbered_by_first_appearance", "summary", "snippet", "model_card", "_row"),
    *("mean_m", "kept_beacons", "n_repeated"),
    *("__len__", "<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>"),
}
NOTHING_KEPT = {"live_models.py", "lessons.py"}  # no control of theirs changes a picture
OVERLAPPING_RUNS = 20  # far more than can be under way for one tab at the same time
# Of any Python function; before results were kept, How good? made 150,000. Streamlit itself makes
# some 600 for each element: sources, figures for a paper and what methods are have become some.
MOST_CALLS = 66_000


class Probe:
    """Counts calls in the threads that begin while it is open."""

    def __init__(self) -> None:
        self.core: Counter = Counter()
        self.figures = self.calls = 0

    def __enter__(self) -> "Probe":
        threading.setprofile(self._look)
        return self

    def __exit__(self, *reason: object) -> None:
        threading.setprofile(None)

    def _look(self, frame, event: str, argument: object) -> None:
        if event != "call":
            return
        self.calls += 1
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        if path.startswith(CORE):
            self.core[path.removeprefix(CORE), name] += 1
        elif path.endswith("plotly/basedatatypes.py") and name == "__init__":
            self.figures += 1


def at_rest(view) -> AppTest:
    app = open_page(view.script)
    app.run()
    return app


@every_page(always={view.url_path for view in VIEWS} - {"tournament", "side-by-side", "is-it-true"})
def test_nothing_is_computed_or_drawn_again(view):
    app = at_rest(view)
    before = [element.value for element in app.markdown]
    with Probe() as probe:
        app.run()
    assert probe.calls > 500, "the probe saw the run"
    computed = {
        place: count
        for place, count in probe.core.items()
        if place[0].startswith(LABS) and place[1] not in LOOK_UPS
    }
    assert computed == {}
    assert probe.figures == 0
    assert probe.calls < MOST_CALLS
    after = [element.value for element in app.markdown]
    assert len(after) == len(before)


@every_page()
def test_what_is_kept_is_what_would_be_made_anew(view, monkeypatch):
    """Controls are moved; each time that something kept is shown, it is also made again."""
    compared = Counter()

    def recall(made_of, make):
        kept = memory_recall(made_of, make)
        assert memory.fingerprint(kept) == memory.fingerprint(make()), made_of[0]
        compared[made_of[0]] += 1
        return kept

    memory_recall = memory.recall
    app = at_rest(view)
    monkeypatch.setattr(memory, "recall", recall)
    monkeypatch.setattr(charts, "recall", recall)
    app.run()
    for move in moves(app):
        move()
        app.run()
        assert not app.exception
        assert not [each for each in app.error if "went wrong" in each.value]
    assert view.script in NOTHING_KEPT or compared


def moves(app: AppTest):
    """Some changes of the page's own controls: the first slider, list and switch."""
    slider = next((each for each in app.sidebar.slider if not each.disabled), None)
    if slider is not None:
        step = slider.step or (slider.max - slider.min) / 10
        yield lambda: slider.set_value(min(slider.value + step, slider.max))
    toggle = next((each for each in app.main.toggle if not each.disabled), None)
    if toggle is not None:
        yield lambda: toggle.set_value(not toggle.value)


def test_the_browser_keeps_what_it_was_sent_for_longer_than_runs_overlap():
    """A message that one run names by its hash is not dropped because another has ended."""
    assert config.get_option("global.maxCachedMessageAge") > OVERLAPPING_RUNS
