"""The phase diagram and "Your data" headless: what changes when their controls change."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet
from core.datasets import PointCloud
from tests.app.own_data import give
from tests.app.test_pages import open_page
from tests.core.density.test_local_kernels import two_scales

PHASE, DATA = "density_phase_diagram.py", "density_your_data.py"


def with_points(script: str, rows: np.ndarray) -> AppTest:
    """A page on a visitor's own table of columns a, b, …, whose header is row 1 of its file."""
    names = [chr(ord("a") + column) for column in range(rows.shape[1])]
    numbers = np.arange(len(rows)) + 2
    cloud = PointCloud(rows, names, row_id=numbers.astype(str), row_number=numbers)
    app = open_page(script, points="wine")
    give(app, OwnSet("yours-a", "mine.csv", cloud)).run()
    return app.selectbox(key="points").set_value("yours-a").run()


def key_of(app: AppTest, start: str) -> str:
    """The key of the button whose key begins like this."""
    return next(each.key for each in app.button if (each.key or "").startswith(start))


def said(app: AppTest, words: str) -> str:
    return next(element.value for element in app.markdown if words in element.value)


def test_the_phase_diagram_tells_the_three_regimes():
    app = open_page(PHASE)
    assert "**condensed**" in said(app, "dimensions, h =")
    assert any("simulated" in element.value for element in app.markdown)
    app.slider(key="h").set_value(1.6).run()
    assert "**heavy-tailed**" in said(app, "dimensions, h =")
    app.slider(key="h").set_value(2.3).run()
    assert "**Gaussian**" in said(app, "dimensions, h =")
    assert not app.error


@pytest.mark.parametrize("kernel", ["laplace", "student"])
def test_other_kernels_have_their_own_borders(kernel):
    gaussian, other = open_page(PHASE), open_page(PHASE, kernel=kernel)
    assert not other.error
    assert said(other, "dimensions, h =") != said(gaussian, "dimensions, h =")


def test_numbers_of_points_that_no_computer_holds_are_simulated():
    app = open_page(PHASE, d="400", log10_n="62.5", h="0.6")
    assert not app.error
    assert "10⁶²" in said(app, "dimensions, h =")
    assert "**condensed**" in said(app, "dimensions, h =")


@pytest.mark.parametrize(
    ("d", "log10_n", "h"),
    [("2", "0.5", "0.05"), ("2", "150", "3"), ("500", "0.5", "3"), ("500", "150", "0.05")],
)
def test_the_corners_of_the_controls_have_an_answer(d, log10_n, h):
    app = open_page(PHASE, d=d, log10_n=log10_n, h=h, data_sets="200")
    assert not app.exception
    answers = [element for element in app.markdown if "dimensions, h =" in element.value]
    # α of 173: refused with the reason
    assert bool(answers) != any("alpha" in box.value for box in app.error)


def test_play_starts_from_the_condensed_regime_and_can_be_switched_off():
    app = open_page(PHASE, h="2.9")
    app.toggle(key="phase_playing").set_value(True).run()
    assert "**condensed**" in said(app, "dimensions, h =")
    app.toggle(key="phase_playing").set_value(False).run()
    assert not app.exception


def test_your_data_opens_with_a_verdict_about_real_data():
    app = open_page(DATA)
    assert not app.error
    assert re.search(r"h = 0\.49\d puts \*\*98% of the points\*\*", said(app, " puts "))
    assert "measured" in said(app, "badge[measured")
    assert any("reduce to about 7 dimensions" in element.value for element in app.markdown)
    assert any("puts mass beyond it" in element.value for element in app.markdown)


def test_a_bandwidth_moves_the_verdict_and_the_link_remembers():
    app = open_page(DATA)
    app.slider(key="h_ratio").set_value(1.68).run()
    assert "**61% of the points**" in said(app, " puts ")
    assert "Leave-one-out recommends 0.49" in said(app, " puts ")
    assert said(open_page(DATA, h_ratio="1.68"), " puts ") == said(app, " puts ")


def test_groups_axes_and_scales_change_the_data_and_say_so():
    app = open_page(DATA)
    app.slider(key="pca_axes").set_value(7).run()
    assert not app.error
    assert any("7 widest axes" in element.value for element in app.caption)
    app.selectbox(key="group").select("malignant").run()
    assert any("212 points of the group" in element.value for element in app.caption)
    app.toggle(key="standardise").set_value(False).run()
    assert not app.error
    app.button(key="reset-your-data").click().run()
    assert "**98% of the points**" in said(app, " puts ")


@pytest.mark.parametrize("data", ["wine", "swiss_roll", "moons", "building"])
def test_other_data_have_an_answer(data):
    app = open_page(DATA, points=data)
    assert not app.error
    told = said(app, "carry each estimate")
    assert (" puts " in told) is (data in ("wine", "building"))


def test_one_wild_row_is_named_and_set_aside_by_a_click():
    rows = np.random.default_rng(4).normal(size=(80, 2))
    rows[40] = (0.0, 9999.0)
    app = with_points(DATA, rows)
    assert "Row 42 alone decides the scale of b" in said(app, "alone decides")
    before = said(app, "carry each estimate")
    app.button(key=key_of(app, "set_aside")).click().run()
    assert not [each for each in app.markdown if "alone decides" in each.value]
    assert said(app, "carry each estimate") != before
    done = " ".join(each.value for each in app.caption).replace("\\", "")
    assert "Rows set aside by hand (1): 42" in done
    app.button(key=key_of(app, "take_back")).click().run()
    assert said(app, "carry each estimate") == before


def test_the_advice_to_use_a_local_kernel_is_a_button_that_does_it():
    app = with_points(DATA, two_scales(160))
    assert "use a local kernel" in said(app, "no single h fits both")
    app.button(key="use_local_kernel").click().run()
    assert not app.error
    gained = re.search(
        r"gains (\d\.\d\d) ± (0\.\d+) nats per row", said(app, "carry each estimate")
    )
    assert float(gained[1]) > max(0.3, 3 * float(gained[2]))
    tables = [each.value for each in app.dataframe]
    gains = next(table for table in tables if "gain" in table)
    assert len(gains) == 6  # no column ends
    assert gains["gain"].max() == pytest.approx(float(gained[1]), abs=0.005)
    judged = [table for table in tables if "p_rank" in table]
    assert [table["p_rank"].iloc[0] for table in judged] == [1 / 160, 1.0]  # both ends
    assert any("by adaptive" in each.value or "covariance" in each.value for each in app.caption)


def test_a_link_to_a_lost_upload_says_so():
    app = open_page(DATA, points="yours")
    assert not app.error
    assert any("uploaded" in element.value for element in app.info)


def test_below_the_diagram_stand_curves_along_h_other_variances_and_other_laws():
    app = open_page(PHASE, further="energy", d="10", h="0.2")
    captions = [each.value for each in app.caption]
    assert any("below h_G" in each and "factor of e^" in each for each in captions)
    assert any("The button measures it" in each for each in captions)
    app.selectbox(key="further").set_value("spectrum").run()
    before = next(each.value for each in app.caption if "compact kernel" in each.value)
    app.slider(key="squared_norm").set_value(3.0).run()
    after = next(each.value for each in app.caption if "compact kernel" in each.value)
    assert before != after
    assert "which lies above h_G" in after, "an outlier's best bandwidth lies above condensation"
    app.selectbox(key="further").set_value("drawn").run()
    assert any("half of the places condense" in each.value for each in app.caption)
    assert not app.exception


def test_a_mixture_is_compared_by_a_button():
    app = open_page(DATA, points="wine", pca_axes="3")
    assert not any("Rows that neither has seen" in each.value for each in app.markdown)
    app.button(key=key_of(app, "start-a comparison")).click().run()
    assert "mixture of" in said(app, "Rows that neither has seen")
    assert not app.exception
