"""Names out of a visitor's files are shown as they are: escaped where they are drawn."""

import re
from collections.abc import Iterator

import numpy as np
import onnx
import pytest
from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet
from components.text import as_plain_text
from core.datasets import FingerprintSet, load
from core.datasets.readers import write_wide
from tests.app.dialogs import GRAPH, MAP, PLANE, POINTS, SURVEY, Dialog, choose, use
from tests.app.own_data import give
from tests.app.test_live import loop_of, wait_for_fix
from tests.app.test_pages import open_page
from tests.app.test_uploads import KARATE_LIKE, PNG
from tests.core.inference.sandbox.hostile_models import BUILDING_BEACONS, linear

pytestmark = pytest.mark.usefixtures("dialogs_lie_open")
NOT_DRAWN = re.compile(r'"uirevision":"[^"]*"')  # tells a picture from the next one
NAME = "z_*q*[x](y)$e$:smile:<b>"
# What the browser draws as text or data. Everything else is drawn as Markdown or HTML.
DRAWN_AS_TEXT = (
    *(
        "Selectbox.options",
        "Selectbox.raw_value",
        "MultiSelect.options",
        "Dataframe.arrow_data.data",
    ),
    *("Code.code_text", "BidiComponent.json", "PlotlyChart.alt", "DeckGlJsonChart.alt"),
)


def nodes(block) -> Iterator:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from nodes(child)


def written(message, path: str) -> Iterator[tuple[str, str]]:
    """Every text in a message, with the names of the fields that lead to it.

    A picture is text within JSON, in which plotly writes < and > by their numbers.
    """
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            where = f"{path}.{field.name}"
            if hasattr(each, "ListFields"):
                yield from written(each, where)
            elif isinstance(each, str | bytes):
                text = each if isinstance(each, str) else each.decode(errors="replace")
                text = text.replace("\\u003c", "<").replace("\\u003e", ">")
                yield where, NOT_DRAWN.sub("", text)


def places(app: AppTest) -> dict[str, set[str]]:
    """Where the name stands on the page: as it is, and escaped for Markdown."""
    found: dict[str, set[str]] = {"as it is": set(), "escaped": set()}
    for node in nodes(app._tree):
        proto = getattr(node, "proto", None)
        for where, text in written(proto, type(proto).__name__) if proto is not None else ():
            if NAME in text:
                found["as it is"].add(where)
            if as_plain_text(NAME) in text:
                found["escaped"].add(where)
    return found


def check(app: AppTest) -> dict[str, set[str]]:
    found = places(app)
    assert found["as it is"] <= set(DRAWN_AS_TEXT)
    assert not found["escaped"] & set(DRAWN_AS_TEXT)
    return found


def points_file() -> bytes:
    values = np.random.default_rng(0).normal(size=(40, 3))
    head = f'"{NAME}",q,"{NAME} 2",label'
    rows = [f'{a:.3f},{b:.3f},{c:.3f},"{NAME}{i % 2}"' for i, (a, b, c) in enumerate(values)]
    return "\n".join([head, *rows]).encode()


def graph_file() -> bytes:
    text = KARATE_LIKE[1].decode().replace('label "', f'label "{NAME}')
    return text.replace('club "', f'club "{NAME}').encode()


def survey_set() -> FingerprintSet:
    scans = load("building").only("survey").select(slice(0, 400))
    return FingerprintSet(
        rss_dbm=scans.rss_dbm[:, :6],
        position_m=scans.position_m,
        beacon_ids=[f"{NAME}{number}" for number in range(6)],
        holding=[NAME if row % 2 else "texting" for row in range(400)],
        role=["survey" if row < 300 else "test" for row in range(400)],
    )


CASES: list[tuple[Dialog, bytes, list[str]]] = [
    (POINTS, points_file(), []),
    (PLANE, points_file(), []),
    (
        MAP,
        points_file(),
        ["embedding_side_by_side.py", "embedding_truth.py", "embedding_kernel.py"],
    ),
    (GRAPH, graph_file(), ["graphs_leaderboard.py"]),
    (
        SURVEY,
        write_wide(
            FingerprintSet(survey_set().rss_dbm, survey_set().position_m, survey_set().beacon_ids)
        ).encode(),
        [f"localization_{page}.py" for page in ("radio_map", "beacons", "accuracy")]
        + ["live.py", "live_models.py"],
    ),
]


@pytest.mark.parametrize(
    ("dialog", "content", "elsewhere"), CASES, ids=[case[0].script[:-3] for case in CASES]
)
def test_names_are_shown_as_they_are_in_every_dialog_and_on_every_page(dialog, content, elsewhere):
    app = open_page(dialog.script)
    choose(app, dialog.field, (f"{NAME}.png", PNG[1]))
    assert app.error
    check(app)
    choose(app, dialog.field, (f"{NAME}.csv", content))
    assert not app.error
    check(app)
    use(app, dialog)
    seen = check(app)
    choice = app.selectbox(key=dialog.choice)
    assert choice.options[0] == f"{NAME}.csv (yours)"
    for script in elsewhere:
        app.switch_page(f"../pages/{script}").run()
        assert not app.exception
        seen = {kind: seen[kind] | found for kind, found in check(app).items()}
    assert "Selectbox.options" in seen["as it is"]
    if dialog in (GRAPH, SURVEY):
        assert {"Markdown.body", "Heading.body"} & seen["escaped"]


def test_the_ways_of_holding_and_the_beacons_of_a_survey_are_named_as_they_are():
    app = open_page("home.py")
    give(app, OwnSet("yours-1", f"{NAME}.csv", survey_set()))
    app.switch_page(f"../pages/{SURVEY.script}").run()
    app.slider(key="scan").set_value(2).run()
    assert "Markdown.body" in check(app)["escaped"]
    app.selectbox(key="holding").set_value(NAME).run()
    check(app)
    app.switch_page("../pages/localization_beacons.py").run()
    app.button_group(key="fault").set_value("dead").run()
    assert "Markdown.body" in check(app)["escaped"]


@pytest.mark.parametrize("dialog", [POINTS, MAP], ids=["queries", "new points"])
def test_names_are_shown_as_they_are_where_a_second_table_is_asked_about(dialog):
    app = open_page(dialog.script)
    use(choose(app, dialog.field, ("a.csv", points_file())), dialog)
    field = {POINTS: "query_file-", MAP: "new_points_file-"}[dialog]
    lacking = "p,o\n" + "\n".join(f"{row},{row}" for row in range(9))
    choose(app, field, (f"{NAME}.csv", lacking.encode()))
    assert "Alert.body" in check(app)["escaped"]
    assert "lacks" in app.error[0].value
    choose(app, field, (f"{NAME}.csv", points_file()))
    assert not app.error
    check(app)


def named_model() -> bytes:
    """A linear locator whose input has the name."""
    model = onnx.load_from_string(linear(BUILDING_BEACONS))
    before, model.graph.input[0].name = model.graph.input[0].name, NAME
    for node in model.graph.node:
        node.input[:] = [NAME if each == before else each for each in node.input]
    model.producer_name = NAME
    return model.SerializeToString()


def test_names_are_shown_as_they_are_of_a_model_and_of_the_phones_and_beacons_of_a_stream():
    app = open_page("live_models.py")
    choose(app, "own_model_file", (f"{NAME}.onnx", linear(5)))
    assert app.error
    check(app)
    choose(app, "own_model_file", (f"{NAME}.onnx", named_model()))
    assert "Markdown.body" in check(app)["escaped"]
    app.button(key="use_model").click().run()
    assert any(f"**{as_plain_text(NAME + '.onnx')}**" in each.value for each in app.markdown)
    check(app)
    app.switch_page("../pages/live.py").run()
    try:
        wait_for_fix(app)
        assert "Markdown.body" in check(app.run())["escaped"]
        app.selectbox(key="live_compare").set_value("kernel").run()
        check(app)
        app.selectbox(key="live_source").set_value("recording").run()
        lines = [
            f'{second},"{NAME}{phone}","{beacon}",-60'
            for second in range(60)
            for phone in "ab"
            for beacon in ("B1", "B2", NAME)
        ]
        recording = "\n".join(["time_s,phone,beacon_id,rss_dbm", *lines]).encode()
        choose(app, "live_recording", (f"{NAME}.csv", recording))
        wait_for_fix(app)
        seen = check(app.run())
        assert {"Markdown.body"} <= seen["escaped"]
        assert "Selectbox.options" in seen["as it is"]  # the phones
    finally:
        loop_of(app).stop()
