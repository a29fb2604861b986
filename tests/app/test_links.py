"""What is on screen is in the address, on every page and for every setting of it."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from components import charts
from components.address import PARAMETERS, SHOWN
from components.graphs.graph_choice import FIRST
from components.link_state import full_link_query, lab_of, link_words, read_link
from components.navigation import ROOT, VIEWS
from components.present import LARGER, PRESENTING
from components.settings import DRAWN
from core.errors import ParameterError
from core.parameters import Parameter
from tests.app.dialogs import keys
from tests.every_page import every_page

PAGES = [view for view in VIEWS if view.url_path]
STUDIES = {"how-good", "side-by-side", "is-it-true"}  # each setting is a study of its own
# What other settings follow, by label; each has a link of its own below.
DATA = {
    "Survey": "building_sparse",
    "Data": "moons",
    "Graph": "lfr",
    "Truth": "none",
}
# Other values of these take minutes, or need a file or a device that is not here.
LIGHT = {"live_source": "replay", "study": "durations", "grid": "8", "shown": ("For",)}


# No part of the picture; and what is typed in, of which the page says that it stays in the tab.
LOCAL = {"find-rows", "image_format", "live_record", "phase_playing", "typing"}


def lab(script: str) -> str:
    """What stands before each setting in a link to a page."""
    return lab_of(next(view.url_path for view in VIEWS if view.script == script))


def open_address(script: str, query: dict[str, list[str]], *, former: bool = False) -> AppTest:
    """The page at this address in a new session; a test gets to a page by way of the first one.

    ``former``: the address is one of before labs had their names in it.
    """
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=300).run()
    app.switch_page(f"../pages/{script}")
    for name, values in query.items():
        app.query_params[name if former else f"{lab(script)}{name}"] = values
    return app.run()


def address(app: AppTest) -> dict[str, list[str]]:
    """What the browser shows in the address, by name without the lab's."""
    shown = app.session_state[SHOWN]
    query, first = parse_qs(shown.query, keep_blank_values=True), lab_of(shown.page)
    assert all(name.startswith(first) for name in query)
    return {name.removeprefix(first): values for name, values in query.items()}


def drawn_values(app: AppTest) -> dict[str, Any]:
    """What the controls on the page show, by the name of their parameter."""
    kinds = (app.slider, app.selectbox, app.toggle, app.button_group, app.multiselect)
    names = app.session_state[DRAWN]
    return {each.key: each.value for kind in kinds for each in kind if each.key in names}


def another(parameter: Parameter) -> Any:
    """A value that differs from the default, as near to it as there is one."""
    light = LIGHT.get(parameter.name)
    if light in parameter.options or isinstance(light, tuple):
        return light
    if parameter.type is bool:
        return not parameter.default
    if parameter.type is tuple:
        return tuple(parameter.default[1:]) if len(parameter.default) > 1 else parameter.options[:1]
    if parameter.type is str:
        others = [option for option in parameter.options if option != parameter.default]
        return others[0] if others else parameter.default
    step = parameter.step or 1
    lower = parameter.default - step
    value = lower if lower >= parameter.minimum else parameter.default + step
    return parameter.type(round(value, 10))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """The regressors of “How good?” take minutes; whether they are asked for is what counts."""
    from components.localization.accuracy import jobs as accuracy_jobs

    methods_job = accuracy_jobs.methods_job
    monkeypatch.setattr(
        accuracy_jobs, "methods_job", lambda experiment, slow: methods_job(experiment, slow=False)
    )


@every_page(PAGES, always={view.url_path for view in PAGES} - STUDIES)
def test_every_setting_of_a_link_is_shown_stays_in_the_address_and_opens_again(view):
    """All settings at once, but the one that chooses the data, for which there is a test below."""
    table = open_address(view.script, {}).session_state[PARAMETERS]
    assert table
    asked = {row.name: another(row) for row in table if row.label not in DATA}
    rows = {row.name: row for row in table if row.name in asked}
    link = {name: [word for _, word in link_words(rows[name], asked[name])] for name in asked}
    app = open_address(view.script, link)
    assert not app.exception
    assert not [each.value for each in app.markdown if "**Link:**" in each.value]
    shown = drawn_values(app)
    assert shown
    for name, value in shown.items():
        if name in asked:
            assert (tuple(value) if isinstance(value, list) else value) == asked[name], name
    for row in app.session_state[PARAMETERS]:
        if row.name in asked and asked[row.name] != row.default:
            assert address(app)[row.name] == link[row.name], row.name
    again = open_address(view.script, address(app))
    assert address(again) == address(app)
    assert drawn_values(again) == shown


@every_page(PAGES)
def test_the_data_of_a_link_are_shown_stay_in_the_address_and_open_again(view):
    table = open_address(view.script, {}).session_state[PARAMETERS]
    for row in table:
        if row.label not in DATA or DATA[row.label] == row.default:
            continue
        link = {row.name: [DATA[row.label]]}
        app = open_address(view.script, link)
        assert not app.exception
        assert address(app) == link
        assert drawn_values(app)[row.name] == DATA[row.label]


def test_a_setting_bears_its_labs_name_and_a_former_link_without_it_goes_on_working():
    asked = {"measure": ["logFor"], "x": ["0.3"]}
    former = open_address("graphs_one_graph.py", asked, former=True)
    now = open_address("graphs_one_graph.py", asked)
    for app in (former, now):
        assert app.session_state[SHOWN].query == "graphs.measure=logFor&graphs.x=0.3"
        assert not [each.value for each in app.markdown if "**Link:**" in each.value]
    assert drawn_values(former) == drawn_values(now)


def test_a_setting_of_another_lab_is_not_taken_for_one_of_this_page():
    app = open_address("graphs_one_graph.py", {"embedding.measure": ["logFor"]}, former=True)
    assert address(app) == {}
    (note,) = [each.value for each in app.markdown if "**Link:**" in each.value]
    assert "embedding.measure" in note


@every_page(PAGES)
def test_a_page_at_its_defaults_has_a_bare_address_and_says_nothing_of_a_link(view):
    app = open_address(view.script, {})
    assert address(app) == {}
    assert keys(app) <= {row.name for row in app.session_state[PARAMETERS]} | LOCAL
    assert not [each.value for each in app.markdown if "**Link:**" in each.value]


def test_a_change_is_in_the_address_and_a_reload_shows_it():
    app = open_address("graphs_one_graph.py", {"measure": ["logFor"], "method": ["spectral"]})
    app.slider(key="x").set_value(0.3).run()
    assert address(app) == {"measure": ["logFor"], "method": ["spectral"], "x": ["0.3"]}
    again = open_address("graphs_one_graph.py", address(app))
    assert drawn_values(again) == drawn_values(app)
    app.slider(key="x").set_value(0.7).run()
    assert "x" not in address(app)


def test_a_control_inside_a_part_that_is_redrawn_alone_is_in_the_address_too():
    app = open_address("localization_where.py", {"scan": ["7"]})
    app.slider(key="scan").set_value(9).run()
    assert address(app) == {"scan": ["9"]}


def test_kept_settings_are_in_the_address_of_the_next_page_and_of_the_first_one_again():
    app = open_address("graphs_one_graph.py", {"measure": ["logFor"], "x": ["0.3"]})
    app.selectbox(key="method").set_value("spectral").run()
    app.query_params.clear()  # a click in the navigation carries no settings
    app.switch_page("../pages/graphs_leaderboard.py").run()
    assert address(app) == {"method": ["spectral"]}
    app.switch_page("../pages/graphs_one_graph.py").run()
    assert address(app) == {"measure": ["logFor"], "x": ["0.3"], "method": ["spectral"]}
    assert app.slider(key="x").value == 0.3


def test_what_nobody_has_chosen_is_not_carried_to_another_page():
    app = open_address("density_your_data.py", {})
    app.switch_page("../pages/density_two_dimensions.py").run()
    assert app.selectbox(key="points").value == "moons"
    assert address(app) == {}


def test_settings_of_one_name_on_two_pages_do_not_take_each_others_values():
    app = open_address("localization_where.py", {"method": ["gaussian"]})
    app.query_params.clear()
    app.switch_page("../pages/graphs_one_graph.py").run()
    assert app.selectbox(key="method").value == "ward"
    app.selectbox(key="method").set_value("spectral").run()
    app.switch_page("../pages/localization_where.py").run()
    assert app.selectbox(key="method").value == "gaussian"


def test_a_kernel_of_one_lab_is_not_a_kernel_of_another():
    app = open_address("density_phase_diagram.py", {"kernel": ["student"], "seed": ["5"]})
    app.query_params.clear()
    for script, name, there in (
        ("localization_where.py", "kernel", "cosine"),
        ("density_two_dimensions.py", "kernel", "gaussian"),
        ("graphs_one_graph.py", "seed", 0),
        ("density_phase_diagram.py", "kernel", "student"),
    ):
        app.switch_page(f"../pages/{script}").run()
        assert drawn_values(app)[name] == there


def test_reset_returns_to_the_first_values_and_clears_the_address():
    app = open_address("graphs_one_graph.py", {"x": ["0.3"], "graph": ["model_planted"]})
    app.slider(key="p_in").set_value(0.5).run()
    app.button(key="reset-one-graph").click().run()
    assert address(app) == {}
    assert app.selectbox(key="graph").value == FIRST
    app.selectbox(key="graph").set_value("model_planted").run()
    assert app.slider(key="p_in").value == 0.3


def test_a_copied_link_holds_every_setting_also_those_that_are_not_drawn():
    app = open_address("graphs_one_graph.py", {"p_in": ["0.5"]})
    names = {row.name for row in app.session_state[PARAMETERS]}
    assert {"p_in", "node", "order"} <= names
    assert address(app) == {"p_in": ["0.5"]}


def test_a_link_for_a_room_opens_present_mode_and_links_made_there_keep_it():
    app = open_address("graphs_one_graph.py", {"present": ["1"]}, former=True)
    assert app.session_state[PRESENTING]
    assert ("present", "1") in parse_qsl(app.session_state[SHOWN].link)
    assert not [note for note in app.markdown if "not known here" in note.value]
    assert size_of_legend(presenting=True) == LARGER * size_of_legend(presenting=False)


def size_of_legend(*, presenting: bool) -> float:
    figure = go.Figure(layout={"legend": {"font": {"size": 10}}, "height": 200})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "is_presenting", lambda: presenting)
        patch.setattr(charts.palette, "is_dark", lambda: False)
        return charts.ready(figure).to_dict()["layout"]["legend"]["font"]["size"]


NODES = Parameter("node", "Node", str, "Ann", options=("Ann", "Bob", "~1"))


def test_names_of_a_private_file_stand_in_no_link():
    private = replace(NODES, links=("~1", "~2", "~3"))
    assert link_words(private, "Bob") == [("node", "~2")]
    assert link_words(private, "~1") == [("node", "~3")]
    assert [read_link(private, [word]) for word in ("~1", "~2", "~3")] == ["Ann", "Bob", "~1"]
    assert link_words(NODES, "Bob") == [("node", "Bob")]
    with pytest.raises(ParameterError):
        read_link(private, ["~4"])


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-7, 123456.789, 0.25])
def test_a_number_in_a_link_is_short_and_the_same_number(value):
    row = Parameter("h", "h", float, 1.0, minimum=0.0, maximum=1e9)
    ((_, word),) = link_words(row, value)
    assert len(word) < 14
    assert abs(read_link(row, [word]) - value) <= 1e-12 * value


def test_a_complete_link_holds_defaults_and_the_version():
    names = [name for name, _ in full_link_query([NODES])]
    assert names == ["version", "node"]


def test_a_chosen_score_stays_with_other_graphs_and_one_that_had_to_be_does_not():
    app = open_address("graphs_one_graph.py", {"score": ["ami"], "node": ["5"]})
    app.selectbox(key="truth").set_value("none").run()
    assert drawn_values(app)["score"] == "modularity"
    assert drawn_values(app)["node"] == "5"
    app.selectbox(key="truth").set_value("known").run()
    assert drawn_values(app)["score"] == "ami"
    app.selectbox(key="graph").set_value("model_planted").run()
    assert drawn_values(app)["score"] == "ami"
    assert drawn_values(app)["node"] == "0"
