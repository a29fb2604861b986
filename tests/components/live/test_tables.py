"""The live page's tables: every row is whole, and what is in none of them is refused."""

from types import SimpleNamespace

import numpy as np
import pytest

from components.live.parameters import live_parameters
from components.live.roles import ROLES, role_named
from components.live.sources import FILES, SOURCES, choose_source, source_named
from components.live.trackers import TRACKERS, tracker_maker
from core.datasets import load
from core.errors import ParameterError
from core.localization import make_experiment


@pytest.fixture(scope="module")
def building():
    return make_experiment("building", "Building", "simulated", load("building"))


@pytest.mark.parametrize("row", SOURCES, ids=lambda row: row.key)
def test_a_source_has_its_label_and_its_controls(row):
    assert row.label
    assert callable(row.choose)
    assert row.plays or not row.held  # what is heard as it comes is held as it is held


def test_the_page_offers_the_sources_of_a_survey_in_their_order(building):
    offered = live_parameters(building, own=None)["live_source"]
    assert offered.options == tuple(row.key for row in SOURCES)
    assert offered.labels == tuple(row.label for row in SOURCES)
    assert len(set(offered.labels)) == len(offered.options) == len(FILES)
    elsewhere = SimpleNamespace(key="yours-1")
    assert [row.key for row in SOURCES if not row.suits(elsewhere)] == ["walker"]


@pytest.mark.parametrize(
    ("ask", "keys"),
    [
        (source_named, [row.key for row in SOURCES]),
        (lambda key: choose_source(None, key, "pocket"), [row.key for row in SOURCES]),
        (lambda key: tracker_maker(None, np.zeros((1, 2)), key), [row.key for row in TRACKERS]),
        (role_named, [role.name for role in ROLES]),
    ],
    ids=["source", "choice", "tracker", "role"],
)
def test_an_unknown_name_is_refused_with_the_list(ask, keys):
    with pytest.raises(ParameterError, match="'magic'; choose one of: ") as refused:
        ask("magic")
    assert str(refused.value).endswith(f"{', '.join(keys)}.")


def test_a_tracker_is_made_for_each_phone_or_none_at_all(building):
    grid_m = np.unique(building.survey.known_position_m, axis=0)
    for row in TRACKERS:
        make = tracker_maker(building, grid_m, row.key)
        if make is None:
            continue
        first, second = make(), make()
        assert first is not second
        first.step(np.eye(len(grid_m))[0], 0.0)
        position_m, _ = second.step(np.eye(len(grid_m))[-1], 1.0)
        assert np.linalg.norm(position_m - grid_m[-1]) < np.linalg.norm(position_m - grid_m[0])
    assert sum(tracker_maker(building, grid_m, row.key) is None for row in TRACKERS) == 1
