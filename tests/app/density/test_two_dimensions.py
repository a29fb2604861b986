"""The "Two dimensions" view headless: what its controls change, and what a link brings back."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.density.two_dimensions.clicks import _node
from components.density.two_dimensions.data import MOST_POINTS, Source, make_plane, with_added
from components.density.two_dimensions.place import take_apart, weights_table
from core.datasets import PointCloud, load
from core.errors import ParameterError
from tests.app.test_pages import open_page

SCRIPT = "density_two_dimensions.py"


def verdict(app: AppTest) -> str:
    return next(element.value for element in app.markdown if "With h =" in element.value)


def place(app: AppTest) -> str:
    return next(element.value for element in app.markdown if element.value.startswith("**At ("))


@pytest.fixture
def app() -> AppTest:
    return open_page(SCRIPT)


def test_the_first_screen_says_how_many_points_carry_an_estimate(app):
    assert re.search(r"a median of \d+\.\d points carry each estimate", verdict(app))
    assert re.search(r"would change it by a factor of 1\.\d+ \(±0\.\d\d nats\)", verdict(app))
    assert "condensed" not in verdict(app)
    assert "the heaviest gives" in place(app)
    assert any("simulated" in element.value for element in app.markdown)


def test_a_wider_bandwidth_has_more_points_and_fewer_pieces(app):
    def numbers() -> tuple[float, int]:
        k_eff = float(re.search(r"median of ([\d,.]+) points", verdict(app)).group(1))
        return k_eff, int(re.search(r"\*\*(\d+) piece", verdict(app)).group(1))

    before = numbers()
    app.slider(key="ratio").set_value(4.0).run()
    assert not app.error
    assert numbers()[0] > 3 * before[0]
    assert numbers()[1] < before[1]


def test_a_kernel_that_ends_says_that_the_density_is_zero_out_of_reach():
    app = open_page(SCRIPT, kernel="tophat", place_x="2", place_y="2")
    assert not app.error
    assert "exactly 0" in place(app)
    assert "another sample" not in verdict(app)  # told for the Gaussian only


def test_two_bandwidths_are_compared(app):
    app.toggle(key="compare").set_value(True).run()
    assert not app.error
    assert "Beside it, h =" in verdict(app)
    assert sum(e.value.startswith("**At (") for e in app.markdown) == 2


def test_other_data_bring_other_columns_and_the_same_column_twice_is_refused(app):
    app.selectbox(key="points").set_value("wine").run()
    assert not app.error
    assert not app.exception
    assert any("178 points" in element.value for element in app.markdown)
    app.selectbox(key="column_y").set_value("alcohol").run()
    assert "two different columns" in app.error[0].value
    app.selectbox(key="points").set_value("digits").run()
    assert not app.exception
    assert not app.error


def test_a_bandwidth_below_the_grid_is_admitted():
    app = open_page(SCRIPT, ratio="0.2")
    assert any("steps of the picture's grid" in element.value for element in app.info)


def test_a_link_brings_the_same_picture(app):
    app.slider(key="ratio").set_value(2.0).run()
    app.slider(key="place_x").set_value(30).run()
    linked = open_page(SCRIPT, ratio="2.0", place_x="30")
    assert verdict(linked) == verdict(app)
    assert place(linked) == place(app)


def test_an_added_point_carries_its_place_and_counts_again_when_repeated():
    cloud = load("moons")
    source = Source("moons", "Two moons", "simulated", len(cloud.values))
    plane = make_plane(source, cloud, "x", "y", standardised=True)
    corner = (0, 0)
    one, two = with_added(plane, [corner]), with_added(plane, [corner, corner])
    assert (one.n_added, one.copies[-1], two.n_added, two.copies[-1]) == (1, 1, 1, 2)
    apart = take_apart(two, "gaussian", 0.1, plane.place(*corner))
    assert apart.weight[0] == pytest.approx(1)
    assert weights_table(two, apart)["rows"][0] == 2
    assert plane.n_added == 0
    np.testing.assert_array_equal(with_added(plane, []).points, plane.points)


def test_of_a_large_table_a_sample_is_drawn_and_the_page_says_so():
    rows = np.random.default_rng(0).normal(size=(MOST_POINTS + 1_000, 3))
    source = Source("yours-1", "mine", "yours", len(rows))
    cloud = PointCloud(rows, ["a", "b", "c"])
    plane = make_plane(source, cloud, "c", "a", standardised=False)
    assert source.is_sampled
    assert plane.copies.sum() == MOST_POINTS
    assert np.isin(plane.points[:, 0], rows[:, 2]).all()
    assert np.isin(plane.points[:, 1], rows[:, 0]).all()


def test_too_few_distinct_points_are_refused_with_the_way_out():
    cloud = PointCloud([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]], ["a", "b"])
    with pytest.raises(ParameterError, match="Choose other columns"):
        make_plane(Source("k", "t", "yours", 3), cloud, "a", "b", standardised=True)


@pytest.mark.parametrize("data", ["building", "digits"])
def test_any_points_of_the_catalogue_are_drawn(data):
    app = open_page(SCRIPT, points=data)
    assert not app.error
    assert not app.exception
    assert "carry each estimate" in verdict(app)


def test_only_places_of_the_lattice_answer_a_click():
    assert _node([3, 4, 0.5]) == [3, 4, 0.5]
    assert _node({"0": 3, "1": 4, "2": 0.5}) == [3, 4, 0.5]
    assert _node(None) is None
    assert _node([1, 2]) is None
