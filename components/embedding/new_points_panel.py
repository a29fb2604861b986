"""New points on an old map: a table with the same columns, placed by the exported model."""

from collections.abc import Hashable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn
from components.embedding.colouring import Colouring
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.figure import fitting_height, map_figure
from components.exported_answers import exported_answers, offer_model
from components.failures import show_error
from components.memory import once
from components.points.row_names import RowLabels, row_columns, row_labels
from components.points.same_columns import rows_with_columns
from core.datasets import PointCloud
from core.datasets.readers import titles
from core.errors import KernelscopeError

LARGEST_MB = 50


def show_new_points_panel(
    data: MapData, data_key: str, result: HeatResult, colours: Colouring
) -> None:
    """An uploader, the map with the new points on it, and their coordinates to take away.

    A file is placed on the map of the data that it was given for, which ``data_key`` names.
    """
    if data.metric == "precomputed" or result.stopped:
        return  # a table of distances has no columns; a stopped map is not what it will be
    with st.expander("Place new points on this map", icon=":material/add_location_alt:"):
        file = st.file_uploader(
            "A table with the same columns as the data",
            max_upload_size=LARGEST_MB,
            key=f"new_points_file-{data_key}",
            help=f"{titles('points')}. Columns are matched by name, or by position if "
            "their number matches. The map does not move: each new point is placed between its "
            "nearest neighbours among the old ones, whatever else is in the file.",
        )
        if file is None:
            st.caption("The map stays as it is; each row is placed between its nearest neighbours.")
            return
        key = (data.key, result.key)
        try:
            placed, new, said = _place(file.getvalue(), file.name, key, _data=data, _result=result)
        except KernelscopeError as error:
            show_error(error)
            return
        chart(
            _placed(result.embedding, colours, placed, row_labels(data.points), row_labels(new)),
            key="new_points_map",
            alt=f"The map with {len(placed):,} new points as diamonds.",
            table=_table(placed, new),
            scroll_zoom=True,
        )
        st.caption(said)
        offer_model(
            key,
            result.model,
            name="map",
            help="This map as an ONNX model: X in the prepared columns → embedding.",
        )


@once
def _place(
    content: bytes, name: str, key: Hashable, *, _data: MapData, _result: HeatResult
) -> tuple[NDArray[np.float64], PointCloud, str]:
    return place(_data, _result, content, name, key)


def place(
    data: MapData, result: HeatResult, content: bytes, name: str, key: Hashable
) -> tuple[NDArray[np.float64], PointCloud, str]:
    """(q, m) coordinates of the rows of a file, those rows, and what placed them, as a sentence."""
    new = rows_with_columns(content, name, data.columns)
    at = data.prepared_like(new.values)
    answers = exported_answers(key, result.model, at, n_points=len(data))
    if answers.outputs is not None:
        return np.asarray(answers.outputs["embedding"], dtype=float), new, answers.said
    return result.model.transform(at), new, answers.said


@drawn
def _placed(
    embedding: NDArray[np.float64],
    colours: Colouring,
    placed: NDArray[np.float64],
    labels: RowLabels,
    new: RowLabels,
) -> go.Figure:
    height = fitting_height(embedding, 620, 460)
    figure = map_figure(embedding, colours, height=height, labels=labels)
    flat = placed.shape[1] == 2
    axes = dict(zip("xyz", placed.T, strict=False))
    marker = {
        "symbol": "diamond",
        "size": 10 if flat else 5,
        "color": palette.ink(),
        "line": {"color": palette.paper(), "width": 1},
    }
    add = figure.add_scattergl if flat else figure.add_scatter3d
    add(
        **axes,
        mode="markers",
        marker=marker,
        name="new points",
        text=[f"new {name}" for name in new.names],
        hovertemplate="%{text}<extra></extra>",
    )
    return figure.update_layout(showlegend=True)


def _table(placed: NDArray[np.float64], new: PointCloud) -> pd.DataFrame:
    columns = row_columns(new)
    return pd.DataFrame(columns | {f"map_{i + 1}": axis for i, axis in enumerate(placed.T)})
