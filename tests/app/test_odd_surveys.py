"""Odd surveys on the pages of localization and live: no crash, no claim that the set does not make.

The same surveys are tried at the level of the functions below the pages in
``tests/components/localization/test_odd_surveys.py``.
"""

from collections.abc import Iterator
from itertools import cycle

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.localization.own_experiment import own_experiment
from components.navigation import ROOT
from components.own_data.own_set import make_own_set
from core.datasets import FingerprintSet
from core.datasets.readers.result import Upload
from core.errors import KernelscopeError
from tests.app.own_data import give, sets_of
from tests.every_page import thorough
from tests.odd_surveys import N_ODD, OF_HANDS, odd_survey, oddities, wrong_words

LOCALIZATION = tuple(
    f"localization_{each}.py" for each in ("where", "radio_map", "beacons", "accuracy")
)
LIVE = "live.py"
PAGES = (*LOCALIZATION, LIVE)
# One of each of a dozen kinds, each on one page. In every run those of the page that is made of
# most and of Live, since a page adds only its order to what is tried at the level of functions; the
# others, and these on all pages, if asked.
ALWAYS = {LOCALIZATION[0], LIVE}
DOZEN = (0, 1, 2, 3, 5, 10, 15, 19, 22, 25, 29, 32)


def open_with(scans: FingerprintSet) -> AppTest:
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=300)
    return give(app, make_own_set(Upload(scans), "odd.csv", [scans.rss_dbm.tobytes()])).run()


def texts_of(app: AppTest) -> Iterator[str]:
    """Everything that a page writes: controls with help and options, and tables, too."""
    for kind in ("title", "header", "subheader", "markdown", "caption"):
        yield from (element.value for element in getattr(app, kind))
    for kind in ("info", "warning", "success", "error"):
        yield from (element.value for element in getattr(app, kind))
    controls = ("selectbox", "multiselect", "slider", "number_input", "toggle", "button_group")
    for kind in (*controls, "button", "checkbox", "radio"):
        for element in getattr(app, kind):
            yield from (element.label or "", getattr(element, "help", "") or "")
            yield from map(str, getattr(element, "options", ()))
    for element in app.dataframe:
        table = pd.DataFrame(element.value)
        yield from map(str, table.columns)
        yield element.proto.columns
        for column in table.columns:
            if table[column].dtype == object:
                yield from (text for text in table[column] if isinstance(text, str))


def faults(app: AppTest, scans: FingerprintSet) -> list[str]:
    """What is wrong with a page; one that cannot use the set says why and shows its own start."""
    broken = [each.value for each in app.exception]
    own = sets_of(app).kept[sets_of(app).current]
    try:
        own_experiment(own)
    except KernelscopeError as error:
        said = " ".join(texts_of(app))
        return broken if str(error)[:30] in said else [*broken, f"not said: {error}"]
    return [*broken, *wrong_words(texts_of(app), scans)]


@pytest.mark.parametrize(
    ("number", "script"),
    [
        case if order < len(PAGES) and case[1] in ALWAYS else thorough(*case)
        for order, case in enumerate(zip(DOZEN, cycle(PAGES), strict=False))
    ],
    ids=[oddities(number) for number in DOZEN],
)
def test_an_odd_survey_gives_sentences_that_fit_it(number, script):
    scans = odd_survey(number)
    app = open_with(scans)
    app.switch_page(f"../pages/{script}").run()
    assert faults(app, scans) == []


@pytest.mark.parametrize("number", [thorough(number) for number in range(N_ODD)])
def test_every_odd_survey_opens_on_every_page(number):
    scans = odd_survey(number)
    app = open_with(scans)
    for script in PAGES:
        app.switch_page(f"../pages/{script}").run()
        assert faults(app, scans) == [], script


@pytest.mark.parametrize(
    "script", [each if each in ALWAYS else thorough(each) for each in LOCALIZATION]
)
def test_of_a_set_that_does_not_say_it_no_page_speaks_of_hands(script):
    """A survey with tests of its own and one without; where the set says it, pages do, too."""
    from tests.app.test_localization_views import bare_survey

    for scans in (bare_survey(), odd_survey(24)):
        app = open_with(scans)
        app.switch_page(f"../pages/{script}").run()
        assert [text for text in texts_of(app) if OF_HANDS.search(text)] == []
