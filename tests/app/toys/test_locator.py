"""A locator is a file and a row: a new one, in a copy of the program, is on every page."""

import pytest

from tests.toy_rows import copied

LOCATOR = '''
"""The middle of the survey, whatever is heard."""

import numpy as np

from core.localization.locator import Locator
from core.localization.validation import check_positions, check_rss


class MiddleLocator(Locator):
    def fit(self, rss_dbm, position_m):
        rss_dbm = check_rss(rss_dbm)
        self.grid_ = np.unique(check_positions(position_m, n_scans=len(rss_dbm)), axis=0)
        self.n_features_in_ = rss_dbm.shape[1]
        self._remember(rss_dbm, position_m)
        return self

    def _weights(self, rss_dbm):
        return np.full((len(rss_dbm), len(self.grid_)), 1 / len(self.grid_))
'''
ROWS = "METHODS: tuple[Method, ...] = (\n"
ROW = """    Method(
        "middle",
        "Toy: the middle",
        "The middle of the survey, whatever is heard.",
        lambda survey: MiddleLocator(),
        no_twin="a constant needs no engine.",
    ),
"""
IMPORT = "from core.localization.middle_locator import MiddleLocator\n\n"
METHODS = "core/localization/methods.py"

NUMBERS = """
import numpy as np
from benchmarks.localization.accuracy import METHODS
from benchmarks.localization.building import agreement, survey_means_m
from core.datasets import load
from core.errors import ParameterError
from core.inference import export_onnx
from core.localization import (
    exported_methods, fit_method, make_experiment, method, simulated_scores, try_methods
)

assert "middle" in [row.key for row in METHODS]
means = survey_means_m()
assert "middle" not in means  # the committed table does not know it yet
assert agreement({"middle": 99.0, **means}) == agreement(means) == 1.0
building = make_experiment("building", "Building", "simulated", load("building"))
locator = fit_method(method("middle"), building)
found = locator.predict(building.test.rss_dbm)
np.testing.assert_allclose(found, np.broadcast_to(locator.grid_.mean(axis=0), found.shape))
assert len(simulated_scores(locator, random_state=0)) > 1000
result = next(iter(try_methods([method("middle")], building)))
np.testing.assert_array_equal(result.predicted_m, found)
assert "middle" not in [row.key for row in exported_methods(building)]
try:
    export_onnx(locator)
except ParameterError as error:
    assert "MiddleLocator has no ONNX form" in str(error)
else:
    raise AssertionError("what has no twin was exported")
"""
PAGES = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("components/shell.py", default_timeout=600).run()
app.switch_page("../pages/localization_where.py")
app.query_params["method"] = "middle"
app.run()
assert not app.error and not app.exception
assert "Toy: the middle" in app.selectbox(key="method").options
assert app.selectbox(key="method").value == "middle"
assert app.selectbox(key="kernel").disabled
assert app.slider(key="residual_share").disabled
assert any("whatever is heard" in element.value for element in app.caption)
app.switch_page("../pages/localization_accuracy.py").run()
assert not app.error and not app.exception
assert "Toy: the middle" in app.multiselect(key="compared").options
table = next(each.value for each in app.dataframe if "mean_m" in each.value)
assert "Toy: the middle" in table["method"].tolist()
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return copied(
        tmp_path_factory.mktemp("toy"),
        {"core/localization/middle_locator.py": LOCATOR},
        {METHODS: (ROWS, IMPORT + ROWS + ROW)},
    )


@pytest.mark.parametrize("code", [NUMBERS, PAGES], ids=["numbers", "pages"])
def test_a_locator_in_one_new_file_with_its_row_is_everywhere(program, code):
    program.run(code)
