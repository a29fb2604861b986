"""Two copies of the real survey that differ are two data sets, however they are called."""

import numpy as np
import pytest
from scipy.io import savemat

from components.embedding.data_choice import built_in as points_on_the_map
from components.guelph_panel import GUELPH, entry_key
from components.localization.results import LocatorSettings, evaluation
from components.localization.survey_choice import built_in
from components.points.choice import built_in as points

SETTINGS = LocatorSettings("powed", "gaussian", 4, 3, -105.0)
OPENERS = (built_in, points, points_on_the_map)


@pytest.fixture
def copy_with(tmp_path):
    """A folder whose test scans lie where the survey's first or last places do."""

    def make(name, places):
        folder = tmp_path / name
        folder.mkdir()
        labels = np.array([[0, 1200], [0, 600], [4300, 0], [2000, 0]], dtype=np.uint16)
        levels = np.array([[-60, 0, -70, 0], [-62, 0, -75, 0], [-85, 0, -60, 0], [-75, 0, -65, 0]])
        survey = levels.astype(float).T
        savemat(folder / "survey_windows.mat", {"fData3": survey, "fLabel3": labels})
        test = {"fData3": survey[:, places], "fLabel3": labels[places]}
        savemat(folder / "test_windows.mat", test)
        return str(folder)

    return make


def test_what_was_found_in_one_copy_is_not_shown_for_another(copy_with):
    first, second = (copy_with(f"copy {places}", places) for places in ([0, 1], [2, 3]))
    found = [evaluation(built_in(GUELPH, folder), SETTINGS) for folder in (first, second)]
    assert not np.allclose(found[0].predicted_m, found[1].predicted_m)
    for opened in OPENERS:
        assert opened(GUELPH, first).key != opened(GUELPH, second).key


def test_the_same_copy_elsewhere_is_the_same_data_and_still_the_catalogue_s(copy_with):
    first, second = copy_with("here", [0, 1]), copy_with("there", [0, 1])
    for opened in OPENERS:
        assert opened(GUELPH, first).key == opened(GUELPH, second).key
        assert entry_key(opened(GUELPH, first).key) == GUELPH
