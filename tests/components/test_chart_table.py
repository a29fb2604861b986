"""The points of a picture as a table: whatever can be hovered is a row."""

import numpy as np
import plotly.graph_objects as go
import pytest

from components.chart_table import has_points, points_of
from components.ready_figure import typed


def figure() -> go.Figure:
    made = go.Figure()
    made.add_scatter(x=[0, 1, None], y=[5, 6, None], name="edges", hoverinfo="skip")
    made.add_scatter(x=[1.0, 2.0], y=[3.0, np.nan], name="<b>Found</b>", text=["a", "b"])
    made.add_bar(x=["one", "two"], y=[7.0, 8.0], name="Bars")
    made.update_layout(xaxis_title="Bandwidth <i>h</i>", yaxis_title="Error, m")
    return made


def test_every_point_that_can_be_hovered_is_a_row_with_its_axes():
    table = points_of(figure().to_dict())
    assert list(table) == ["Series", "Bandwidth  h", "Error, m", "Said"]
    assert table["Series"].tolist() == ["Found", "Bars", "Bars"]
    assert table["Error, m"].tolist() == [3.0, 7.0, 8.0]
    assert table["Said"].iloc[0] == "a"


def test_a_field_of_values_is_a_row_per_cell_and_points_come_before_it():
    field = go.Figure(go.Heatmap(z=[[1.0, np.nan], [3.0, 4.0]], x=[10, 20], y=[0, 5], name="dBm"))
    table = points_of(field.to_dict())
    assert table[["x", "y", "dBm"]].to_numpy().tolist() == [[10, 0, 1], [10, 5, 3], [20, 5, 4]]
    field.add_scatter(x=[1], y=[2], name="Beacon")
    assert points_of(field.to_dict())["Series"].tolist() == ["Beacon"]


def test_the_second_panel_has_its_own_axes():
    made = go.Figure(go.Scatter(x=[1], y=[2], xaxis="x2", yaxis="y2"))
    axes = {"xaxis2": {"title": {"text": "t"}}, "yaxis2": {"title": "Spearman"}}
    parts = {"data": made.to_dict()["data"], "layout": axes}
    assert list(points_of(parts)) == ["Series", "t", "Spearman"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32])
def test_arrays_in_plotlys_compact_form_are_read(dtype):
    trace = {"type": "scatter", "x": typed(np.arange(3, dtype=dtype)), "y": typed([4.0, 5.0, 6.0])}
    table = points_of({"data": [trace], "layout": {}})
    assert table[["x", "y"]].to_numpy().tolist() == [[0, 4], [1, 5], [2, 6]]


def test_a_picture_of_images_has_no_points():
    images = go.Figure(go.Heatmap(z=[[1.0]], hoverinfo="skip"))
    assert not has_points(images.to_dict())
    assert points_of(images.to_dict()).empty
    assert has_points(figure().to_dict())
