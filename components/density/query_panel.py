"""Query points of the visitor's: their log density and how many data points carry it."""

from collections.abc import Hashable

import numpy as np
import pandas as pd
import streamlit as st

from components.csv_export import to_csv
from components.density.judge import Judge
from components.exported_answers import exported_answers, offer_model
from components.failures import show_error
from components.memory import once
from components.points.chosen_points import ChosenPoints
from components.points.row_names import row_columns
from components.points.same_columns import rows_with_columns
from core.datasets import PointCloud
from core.datasets.preparation import Axes, PreparedPoints
from core.datasets.readers import titles
from core.density.rank_p_values import rank_p_values
from core.errors import KernelscopeError

LARGEST_MB = 50
SHOWN = 200
# What columns are called on screen; files keep the short names.
HEADINGS = {
    "row": "Row of the file",
    "id": "Id",
    "log_density": "Log density, nats",
    "log_density_own_units": "Log density in the file's own units, nats",
    "k_eff": "Points that carry it",
}


def show_query_panel(
    points: ChosenPoints,
    prepared: PreparedPoints,
    axes: Axes,
    judge: Judge,
    settings: Hashable,
) -> None:
    """An uploader for a table with the same columns, and the answers.

    A file is asked of the data that it was given for, not of the next ones.
    ``settings`` and the key of the points name the prepared data.
    """
    with st.expander("Ask about points of your own", icon=":material/help_center:"):
        file = st.file_uploader(
            "A table with the same columns as the data",
            max_upload_size=LARGEST_MB,
            key=f"query_file-{points.key}",
            help=f"{titles('points')}. Columns are matched by name, or by position in "
            "arrays. The same standardisation and axes as for the data are used.",
        )
        if file is None:
            st.caption(
                "Each row gets its log density, how unlikely that is among the rows here (tail p), "
                "and the number of points behind it."
            )
            return
        key = (points.key, settings, judge.key, judge.bandwidth)
        try:
            queries = rows_with_columns(
                file.getvalue(), file.name, [str(each) for each in points.cloud.feature_names]
            )
            with st.spinner("Computing …"):
                answers, said = answer(prepared, axes, judge, queries, key)
        except KernelscopeError as error:
            show_error(error)
            return
        st.dataframe(
            answers.head(SHOWN),
            hide_index=True,
            height=260,
            column_config=HEADINGS,
            alt="Log density of each query",
        )
        st.caption(said)
        with st.container(horizontal=True):
            st.download_button(
                "Answers (CSV)",
                lambda: to_csv(answers),
                file_name="kernelscope-answers.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/table:",
                key="query-answers",
            )
            offer_model(
                key,
                judge.fitted(prepared.values, prepared.weight),
                name="density",
                help="The density as an ONNX model: prepared columns X → log_density, k_eff.",
            )


@once
def answer(
    prepared: PreparedPoints,
    axes: Axes,
    judge: Judge,
    queries: PointCloud,
    key: Hashable,
) -> tuple[pd.DataFrame, str]:
    """One row per query: log density, in the file's own units too where they are known, tail p
    and k_eff.

    Beside it the sentence that says what answered.
    """
    density = judge.fitted(prepared.values, prepared.weight)
    at = axes.apply(queries.values)
    exported = exported_answers(key, density, at, n_points=len(prepared.values))
    if exported.outputs is not None:
        log_density, k_eff = exported.outputs["log_density"], exported.outputs["k_eff"]
    else:
        log_density, k_eff = density.score_samples(at), density.participation(at)
    table = pd.DataFrame(row_columns(queries) | {"log_density": log_density})
    if prepared.scale is not None:
        # ρ per unit of the file's columns: standardising stretched space by the product of scales
        table["log_density_own_units"] = log_density - np.log(prepared.scale).sum()
    table["p_rank"] = rank_p_values(log_density, judge.log_density, judge.weight)
    table["k_eff"] = k_eff
    return table, exported.said
