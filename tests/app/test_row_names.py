"""A table with ids, labels, dates and gaps: proposed as such, and every page names its rows."""

import functools
import io

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.density.two_dimensions.data import Source, make_plane
from components.embedding.map.table import map_table
from components.embedding.own_map_data import own_map_data
from components.graphs.given_graph import own_given_graph
from components.graphs.node_names import node_columns
from components.own_data.own_set import OwnSet
from components.text import as_plain_text
from core.datasets import PointCloud
from core.datasets.readers import build_upload, inspect_upload, open_upload
from core.datasets.readers.conversions import conversions_of
from tests.app.dialogs import POINTS, choose, press
from tests.app.own_data import give, newest
from tests.app.test_pages import open_page

N, FEATURES, OUTLIER = 2_000, 14, 49  # the outlier stands in row 51 of the file and is called S50
CALLED = "row 51 (S50)"
SAY_THE_POINT = ("embedding_map.py", "embedding_kernel.py")


@functools.cache
def table() -> bytes:
    """2,000 rows of an id, a label of three values, a date and 14 numbers; 3 % of those empty."""
    rng = np.random.default_rng(8)
    values = rng.normal(size=(N, FEATURES)).round(3)
    values[rng.random(values.shape) < 0.03] = np.nan
    values[0, 0] = np.nan
    values[OUTLIER] = 25.0
    frame = pd.DataFrame(values, columns=[f"m{i}" for i in range(FEATURES)])
    frame.insert(0, "taken", [f"{1 + i % 28:02d}.03.2024" for i in range(N)])
    frame.insert(0, "site", [("north", "south", "west")[i % 3] for i in range(N)])
    frame.insert(0, "sample", [f"S{i + 1:02d}" for i in range(N)])
    return frame.to_csv(index=False).encode()


def own(n_rows: int, missing: str = "rows") -> OwnSet:
    """The first rows of the table, as read with its guessed columns."""
    lines = table().split(b"\n")[: n_rows + 1]
    inspected = inspect_upload(b"\n".join(lines), "measured.csv", "points")
    assert inspected is not None
    cells, guess = inspected
    mapping = type(guess)("points", guess.roles, guess.values, missing=missing)
    upload = build_upload(cells, mapping)
    key = f"yours-{n_rows}-{missing}"
    return OwnSet(key, "measured.csv", upload.dataset, notices=upload.notices)


def page_of(script: str, choice: str, points: OwnSet, **settings: int) -> AppTest:
    app = open_page(script, **{choice: "wine"})
    give(app, points)
    app.run()
    app.selectbox(key=choice).set_value(points.key).run()
    for name, value in settings.items():
        (control,) = [e for e in (*app.slider, *app.number_input) if e.key == name]
        control.set_value(value).run()
    assert not app.error
    assert not app.exception
    return app


def pictures(app: AppTest) -> str:
    return " ".join(chart.proto.spec for chart in app.get("plotly_chart"))


def said(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption, *app.subheader))


@pytest.mark.usefixtures("dialogs_lie_open")
def test_the_form_proposes_id_label_and_time_and_asks_about_gaps_with_their_cost():
    app = choose(open_page(POINTS.script), POINTS.field, ("measured.csv", table()))
    asked = {each.label: each.value for each in app.selectbox}
    assert asked["Column of names of rows"] == "sample"
    assert asked["Column of labels"] == "site"
    assert asked["Column of times"] == "taken"
    features = next(each for each in app.multiselect if each.label == "Columns of features")
    assert features.value == [f"m{i}" for i in range(FEATURES)]
    gaps = next(each for each in app.radio if each.label == "Empty cells")
    assert gaps.value == "median"
    leave_out = gaps.proto.captions[list(gaps.options).index("Leave rows out")]
    values = pd.read_csv(io.BytesIO(table())).iloc[:, 3:]
    lost = int(values.isna().any(axis=1).sum())
    assert f"{lost:,} of 2,000 rows" in leave_out.replace("\\", "")
    assert "alone costs" in leave_out
    understood = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert "Rows left out" not in understood
    n_empty = int(values.isna().to_numpy().sum())
    assert f"{n_empty:,} empty cells were filled with the median of their column." in understood
    gaps.set_value("rows").run()
    assert f"Rows left out: {lost:,}" in " ".join(m.value for m in app.markdown).replace("\\", "")
    next(each for each in app.radio if each.label == "Empty cells").set_value("median").run()
    press(app, POINTS.button)
    cloud = newest(app).dataset
    assert len(cloud.values) == N
    assert cloud.time is not None
    least_likely = next(each.value for each in app.dataframe if "log_density" in each.value)
    assert least_likely.iloc[0][["row", "id", "label"]].tolist() == [51, "S50", "south"]


@pytest.mark.usefixtures("dialogs_lie_open")
def test_marks_for_no_value_are_offered_as_empty_and_bad_cells_are_listed_where_they_stand():
    rows = [f"{i * 0.37:.2f},{-999 if i % 10 == 0 else i % 7 + 0.5}" for i in range(40)]
    text = "\n".join(["a,b", *rows]).encode()
    app = choose(open_page(POINTS.script), POINTS.field, ("t.csv", text))
    marks = next(each for each in app.multiselect if each.label == "Numbers that mean empty")
    assert marks.value == [-999.0]
    assert "4 cells of −999 were taken for empty" in said(app).replace("\\", "")
    marks.set_value([]).run()
    assert not [each for each in app.radio if each.label == "Empty cells"]
    broken = text.replace(b"1.11,3.5", b"1.11,nine")
    app = choose(open_page(POINTS.script), POINTS.field, ("t.csv", broken))
    bad = next(each.value for each in app.dataframe if "value" in each.value)
    assert bad.to_numpy().tolist() == [[5, "b", "nine"]]
    assert "row 5, column 'b': 'nine'" in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("missing", ["rows", "median"])
def test_the_density_pages_name_the_outlier_by_its_row_and_id(missing):
    points = own(120, missing)
    app = page_of("density_your_data.py", "points", points)
    assert CALLED in pictures(app)
    least_likely = next(each.value for each in app.dataframe if "log_density" in each.value)
    assert least_likely.iloc[0][["row", "id"]].tolist() == [51, "S50"]
    app = page_of("density_two_dimensions.py", "points", points, place_x=90, place_y=90)
    heaviest = next(each.value for each in app.dataframe if "weight" in each.value)
    assert heaviest.iloc[0][["row", "id"]].tolist() == [51, "S50"]


@pytest.mark.parametrize(
    "script", ["embedding_map.py", "embedding_kernel.py", "embedding_truth.py",
               "embedding_side_by_side.py"]
)  # fmt: skip
def test_the_map_pages_name_the_outlier_by_its_row_and_id(script):
    cloud = own(120).dataset
    assert isinstance(cloud, PointCloud)
    assert len(cloud.values) < 120  # rows were left out, so places are no row numbers
    settings = {"point": 51} if script in SAY_THE_POINT else {}
    app = page_of(script, "data", own(120), **settings)
    assert CALLED in pictures(app)
    if script == "embedding_map.py":
        assert f"Rows left out: {120 - len(cloud.values)}" in said(app).replace("\\", "")
    if script in SAY_THE_POINT:
        assert as_plain_text("R" + CALLED[1:]) in said(app)


def test_a_row_that_was_left_out_gives_the_nearest_and_says_so():
    cloud = own(120).dataset
    first = int(cloud.row_number[0])
    assert first > 2
    gap = next(i for i in range(first, 100) if i not in cloud.row_number)
    app = page_of("embedding_map.py", "data", own(120), point=gap)
    assert f"Row {gap} is not among these points" in said(app)


def test_the_graph_pages_name_the_outlier_by_its_row_and_id():
    points = own(60)
    app = open_page("graphs_one_graph.py")
    give(app, points)
    app.run()
    app.selectbox(key="node").set_value("S50").run()
    assert not app.error
    assert CALLED in pictures(app)
    assert as_plain_text(CALLED) in said(app)
    app.selectbox(key="node").set_value("S49").run()
    nearest = next(each.value for each in app.dataframe if "proximity" in each.value)
    rows = points.dataset.row_number
    assert all(f"S{row - 1:02d}" == name for row, name in nearest[["row", "node"]].to_numpy())
    assert set(nearest["row"]) <= set(rows)


def test_the_files_that_pages_give_name_the_outlier_by_its_row_and_id():
    points = own(60)
    data = points.seen_by(own_map_data)
    graph = points.seen_by(own_given_graph).graph
    plane = make_plane(Source("k", "t", "yours", 60), points.dataset, "m0", "m1", standardised=True)
    files = (
        map_table(data, np.zeros((len(data), 2))),
        pd.DataFrame(node_columns(graph)).rename(columns={"node": "id"}),
        pd.DataFrame(plane.row_columns(np.arange(len(plane.points)))),
    )
    for file in files:
        assert file["row"][file["id"] == "S50"].tolist() == [51]
    for row in conversions_of(points.dataset):
        again = open_upload(row.write(points.dataset), f"a{row.suffix}", "points").dataset
        place = again.row_id.tolist().index("S50")
        np.testing.assert_array_equal(again.values[place], 25.0)
