"""What one visitor has computed of built-in data opens for the next; what is one's own does not."""

import re

import numpy as np
import pytest

from components.memory import store_of
from tests.app.test_embedding import with_own_points
from tests.app.test_pages import open_page

TOOK = re.compile(r"(?<=[\[ ])[\d.,]+ m?s(?=\])")
# A page, a link to little work of its own, and what computes it.
SHARED = {
    "localization_accuracy.py": (
        {},
        ["components.localization.accuracy.jobs.try_methods"],
    ),
    "embedding_side_by_side.py": (
        {"data": "make_swiss_roll", "swiss_roll_points": "210", "methods": "heat,pca"},
        [
            "components.embedding.side.methods.heat_result",
            "components.embedding.side.methods.companion_map",
            "components.embedding.side.maps.quality",
        ],
    ),
    "embedding_truth.py": (
        {"data": "make_swiss_roll", "swiss_roll_points": "220", "seeds": "2"},
        [
            "components.embedding.heat.job.heat_result",
            "components.embedding.seed_job.heat_result",
            "components.embedding.numbers.quality",
        ],
    ),
    "graphs_from_a_few_nodes.py": (
        {"graph": "model_planted", "model_nodes": "44"},
        [
            "components.graphs.few_nodes.results.rank_from",
            "components.graphs.few_nodes.results.ranking_study",
        ],
    ),
    "graphs_leaderboard.py": (
        {"graph": "model_planted", "model_nodes": "40", "grid": "8"},
        ["components.graphs.sweep_jobs.sweep_cells"],
    ),
    "graphs_tournament.py": (
        {"n_graphs": "2", "model_nodes": "42"},
        ["components.graphs.tournament.jobs.tournament"],
    ),
    "density_phase_diagram.py": (
        {"d": "30"},
        [
            "components.density.phase.results.simulate_density",
            "components.density.phase.results.thresholds",
        ],
    ),
}


def counted(monkeypatch, places):
    """The list of the calls of these functions, which do what they did."""
    calls = []
    for place in places:
        module, _, name = place.rpartition(".")
        whole = getattr(__import__(module, fromlist=[name]), name)

        def call(*args, _whole=whole, _place=place, **settings):
            calls.append(_place)
            return _whole(*args, **settings)

        monkeypatch.setattr(place, call)
    return calls


def on_screen(app):
    """Texts and tables of a page but for how long it took."""
    assert not app.exception
    assert not app.error
    written = [TOOK.sub("", each.value) for each in app.markdown]
    return written, [each.value.to_csv() for each in app.dataframe]


@pytest.mark.parametrize("page", SHARED)
def test_the_second_visitor_of_built_in_data_sees_it_at_once(page, monkeypatch):
    link, places = SHARED[page]
    store_of("simulated").forget()
    calls = counted(monkeypatch, places)
    first = on_screen(open_page(page, **link))
    assert set(calls) == set(places), "the first visitor computes"
    calls.clear()
    assert on_screen(open_page(page, **link)) == first
    assert calls == []


def test_two_visitors_with_the_same_file_share_nothing(monkeypatch):
    places = ["components.embedding.heat.job.heat_result", "components.embedding.numbers.quality"]
    values = np.random.default_rng(0).random((80, 3))
    calls, shared = counted(monkeypatch, places), store_of("simulated")
    open_page("embedding_map.py")
    before = sorted(shared.held())
    calls.clear()
    for visitor in (1, 2):
        app = with_own_points("embedding_map.py", values)
        assert not app.exception
        assert [calls.count(place) for place in places] == [visitor, visitor]
        app.run()
        assert [calls.count(place) for place in places] == [visitor, visitor]
    assert sorted(shared.held()) == before, "nothing of a file is where others can find it"


def test_with_the_file_goes_what_was_made_of_it(monkeypatch):
    app = with_own_points("embedding_map.py", np.random.default_rng(1).random((80, 3)))
    mine = app.session_state["memory"]
    assert mine.n_bytes > 80 * 3 * 8
    next(each for each in app.button if each.label == "Yes, delete mine.npy").click().run()
    assert app.session_state["memory"] is not mine
    assert not app.exception
