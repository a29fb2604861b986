"""What is special about a group: against scipy's test, feature by feature."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, mannwhitneyu

from core.embedding.scores.group_profile import group_profile
from core.errors import ParameterError

NAMES = np.array(["even", "shifted", "tied", "constant"])


@pytest.fixture(scope="module")
def table() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    inside = np.arange(80) < 30
    values = rng.normal(size=(80, 4))
    values[:, 1] += 3.0 * inside
    values[:, 2] = np.round(values[:, 2])
    values[:, 3] = 7.0
    return values, inside


def test_it_agrees_with_scipys_mann_whitney_test(table):
    values, inside = table
    found = group_profile(values, inside, NAMES).set_index("feature")
    p_values = []
    for column, name in zip(values.T, NAMES, strict=True):
        u, p = mannwhitneyu(
            column[inside], column[~inside], method="asymptotic", use_continuity=False
        )
        assert found.loc[name, "auc"] == pytest.approx(u / (30 * 50))
        p_values.append(p if np.ptp(column) > 0 else 1.0)
    np.testing.assert_allclose(found.loc[NAMES, "q"], false_discovery_control(p_values), rtol=1e-9)


def test_the_feature_that_tells_comes_first_and_a_constant_says_nothing(table):
    found = group_profile(*table, NAMES)
    assert found["feature"][0] == "shifted"
    assert found["auc"][0] > 0.9
    assert found["difference_sd"][0] > 1.0
    constant = found.set_index("feature").loc["constant"]
    assert constant["auc"] == 0.5
    assert constant["q"] == 1.0
    assert constant["difference_sd"] == 0.0


def test_the_complement_turns_every_sign(table):
    values, inside = table
    one, other = (group_profile(values, group, NAMES).set_index("feature").loc[NAMES]
                  for group in (inside, ~inside))  # fmt: skip
    np.testing.assert_allclose(one["auc"], 1 - other["auc"])
    np.testing.assert_allclose(one["q"], other["q"])


@pytest.mark.parametrize("group", [np.zeros(80, bool), np.ones(80, bool)])
def test_all_or_none_is_no_group(table, group):
    with pytest.raises(ParameterError, match="of 80 points"):
        group_profile(table[0], group, NAMES)
