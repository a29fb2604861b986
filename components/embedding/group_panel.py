"""A lassoed group: how large it is, what is special about it, and its rows to take away."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.badges import badge
from components.csv_export import to_csv
from components.embedding.map.data import MapData
from components.embedding.map.table import map_table
from components.embedding.selection import clear_group
from components.memory import once
from core.datasets import PointCloud
from core.embedding.scores.group_profile import group_profile

FEATURES_SHOWN = 10


def show_group_panel(
    data: MapData, embedding: NDArray[np.float64], inside: NDArray[np.bool_]
) -> None:
    """The table of telling features, and the buttons to download and to forget the group."""
    n_inside = int(inside.sum())
    st.subheader("The lassoed group", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{badge('Lasso', 'caution')} **{n_inside:,} of {len(inside):,} points** are selected"
        )
        st.download_button(
            "Rows of the group (CSV)",
            lambda: to_csv(map_table(data, embedding)[inside]),
            file_name="kernelscope-group.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="download-group",
        )
        st.button("Show all points", on_click=clear_group, type="tertiary", key="clear-group")
    if n_inside == len(inside):
        return
    found = _profile(data.points, inside)
    st.dataframe(
        found.head(FEATURES_SHOWN).round(4),
        hide_index=True,
        alt="Features that differ most between the group and the other points",
        column_config={
            "feature": st.column_config.TextColumn("Feature"),
            "auc": st.column_config.NumberColumn(
                "AUC",
                help="Probability that the feature is larger for a point of the group than for one "
                "outside. 0.5 means no difference; 0 and 1 separate perfectly.",
            ),
            "q": st.column_config.NumberColumn(
                "q",
                format="%.1e",
                help="False-discovery rate. Optimistic here: the group was chosen on a map made "
                "from these features. It ranks features; it proves nothing.",
            ),
            "difference_sd": st.column_config.NumberColumn(
                "Difference, sd", help="Inside minus outside, in standard deviations."
            ),
        },
    )
    if data.points.labels is not None:
        names, count = np.unique(data.points.labels[inside], return_counts=True)
        largest = np.argsort(-count, kind="stable")[:4]
        shown = ", ".join(f"{names[i]} ({count[i]})" for i in largest)
        st.caption(f"Labels in the group: {shown}{' …' if len(names) > 4 else ''}")


@once
def _profile(points: PointCloud, inside: NDArray[np.bool_]) -> pd.DataFrame:
    return group_profile(points.values, inside, points.feature_names)
