"""A weight column on "Your data": what a weight means holds through the page's own code path."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet
from core.datasets import PointCloud
from tests.app.density.test_pages import DATA, said
from tests.app.own_data import give
from tests.app.test_pages import open_page

RANDOM = np.random.default_rng(5)
POINTS = RANDOM.normal(size=(90, 2)) * [1.0, 3.0]
COUNTS = RANDOM.integers(0, 4, size=90).astype(float)


def opened(rows: np.ndarray, names: list[str], weight: str = "", **controls: str) -> AppTest:
    """The page on a visitor's own table, with this column as the weight of its rows."""
    numbers = np.arange(len(rows)) + 2
    cloud = PointCloud(rows, names, row_id=numbers.astype(str), row_number=numbers)
    app = open_page(DATA, points="wine")
    give(app, OwnSet("yours-a", "mine.csv", cloud)).run()
    app.selectbox(key="points").set_value("yours-a").run()
    if weight:
        app.selectbox(key="weight").set_value(weight).run()
    for key, value in controls.items():
        app.selectbox(key=key).set_value(value).run()
    return app


def weighed(weights: np.ndarray, **controls: str) -> AppTest:
    return opened(np.column_stack([POINTS, weights]), ["x", "y", "w"], "w", **controls)


def ends(app: AppTest) -> list[np.ndarray]:
    """Log density, tail p and number of points behind each listed row, of both ends."""
    tables = [each.value for each in app.dataframe if "p_rank" in each.value]
    return [
        table[["log_density", "p_rank", "k_eff"]].drop_duplicates().to_numpy() for table in tables
    ]


@pytest.mark.parametrize("estimator", ["global", "abramson"])
def test_whole_weights_are_repeated_rows_and_0_is_none(estimator):
    by_weight = weighed(COUNTS, estimator=estimator)
    by_rows = opened(np.repeat(POINTS, COUNTS.astype(int), axis=0), ["x", "y"], estimator=estimator)
    assert not [*by_weight.error, *by_weight.exception]
    assert said(by_weight, "carry each estimate") == said(by_rows, "carry each estimate")
    for mine, theirs in zip(ends(by_weight), ends(by_rows), strict=True):
        shared = min(len(mine), len(theirs))  # a list of 20 rows holds copies in the second table
        np.testing.assert_allclose(mine[:shared], theirs[:shared], rtol=1e-6)
    done = " ".join(each.value for each in by_weight.caption).replace("\\", "")
    absent, n = int((COUNTS == 0).sum()), int(COUNTS.sum())
    assert f"Rows of weight 0 left out: {absent}" in done
    assert f"{90 - absent} rows stand for {n}" in done


@pytest.mark.parametrize("estimator", ["global", "local_covariance"])
def test_shares_count_and_say_how_many_equal_rows_say_as_much(estimator):
    shares = RANDOM.exponential(size=90)
    app = weighed(shares, estimator=estimator)
    plain = opened(POINTS, ["x", "y"], estimator=estimator)
    assert not [*app.error, *app.exception]
    assert said(app, "carry each estimate") != said(plain, "carry each estimate")
    n_eff = shares.sum() ** 2 / (shares @ shares)
    assert f"weighed by w: {n_eff:.0f} rows of equal weight" in said(app, "badge[weighed").replace(
        "\\", ""
    )
    assert said(app, "carry each estimate") == said(
        weighed(7.3 * shares, estimator=estimator), "carry each estimate"
    ), "only the proportions of shares count"
    assert any("takes no weights" in each.value for each in app.caption)


def test_equal_shares_are_no_weights():
    app = weighed(np.full(90, 0.25))
    assert said(app, "carry each estimate") == said(
        opened(POINTS, ["x", "y"]), "carry each estimate"
    )


def test_the_lists_name_the_weight_of_each_row():
    app = weighed(COUNTS)
    table = next(each.value for each in app.dataframe if "p_rank" in each.value)
    rows = table["row"].to_numpy(dtype=int) - 2
    assert (table["weight (w)"].to_numpy() == COUNTS[rows]).all()
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (np.where(np.arange(90) == 3, -1.5, 1.0), "hold -1.5 (row 5 of the file)"),
        (np.zeros(90), "All weights in 'w' are 0"),
    ],
)
def test_weights_that_are_none_say_why_and_another_column_can_be_chosen(weights, words):
    app = weighed(weights)
    assert words in app.error[0].value.replace("\\", "")
    app.selectbox(key="weight").set_value("none").run()
    assert not app.error
