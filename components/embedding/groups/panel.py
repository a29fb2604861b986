"""Groups of rows along the data: found, judged on halves of the rows, and what each is about."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from components.charts import chart, drawn
from components.controls import control
from components.csv_export import to_csv
from components.embedding.colouring import Colouring
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.figure import fitting_height, map_figure
from components.embedding.selection import POINT, take_selection
from components.jobs import run_job
from components.memory import once
from components.points.row_names import RowLabels, row_columns, row_labels
from components.text import counted
from core.embedding.along.groups import FEWEST_ROWS, HeatGroups, heat_groups
from core.embedding.scores.group_profile import group_profile
from core.parallel import Progress
from core.parameters import Parameter
from core.percentages import percent

MAP_KEY = "groups_map"
NONE = "in no group"
MOST_SHOWN = 12  # rows of the table without scrolling
GROUPS = Parameter(
    "groups",
    "Find groups along the data",
    bool,
    False,
    help="Rows that lie dense together along the data (HDBSCAN on heat distances), each with how "
    "often it is found again in a half of the rows.",
)
FEWEST = Parameter(
    "fewest",
    "Smallest group, share of the rows",
    float,
    0.02,
    minimum=0.005,
    maximum=0.25,
    step=0.005,
    help="Smaller groups count as none. Small: many groups, of which fewer stand firm. Large: "
    "only the broad ones.",
)


def show_groups(data: MapData, result: HeatResult) -> None:
    """The switch, and below it the groups."""
    st.subheader("Groups along the data", anchor=False)
    if len(data) < FEWEST_ROWS:
        st.caption(f"Groups need at least {FEWEST_ROWS} rows.")
        return
    if not control(GROUPS):
        st.caption(
            "Which rows lie dense together along the data, which groups are found again in half "
            "of the rows, and which features tell each from the rest."
        )
        return
    fewest = max(2, round(control(FEWEST) * len(data)))
    groups = _job(data, result, fewest)
    if groups is None:
        return
    st.markdown(groups_sentence(data, groups))
    left, right = st.columns([0.62, 0.38], gap="large")
    with left:
        chart(
            _groups_map(result.embedding, groups.group, row_labels(data.points)),
            key=MAP_KEY,
            alt=f"The map coloured by {counted(len(groups.stability), 'group')}.",
            on_select=lambda: take_selection(MAP_KEY, data.key, POINT),
            selection_mode=("points",),
            scroll_zoom=True,
        )
    with right:
        st.dataframe(
            groups_table(data, groups),
            hide_index=True,
            height=35 * (min(len(groups.stability), MOST_SHOWN) + 1) + 3,
            alt="The groups: how many rows, how stable, which label and feature tell each",
            column_config={
                "stability": st.column_config.NumberColumn(
                    format="%.2f",
                    help="Mean overlap (rows in both over rows in either) with the most alike "
                    "group of a half of the rows, over ten halves. From 0.75 on a group stands "
                    "firm; below 0.6 do not trust it.",
                ),
            },
        )
        st.caption(
            "The feature is the one that tells the group best from the other rows; in brackets the "
            "probability that it is larger inside. Rows were grouped by these very features, so "
            "that this describes and proves nothing."
        )
        st.download_button(
            "Groups (CSV)",
            lambda: to_csv(pd.DataFrame({**row_columns(data.points), "group": _names(groups)})),
            file_name="kernelscope-groups.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="download-groups",
        )


def _job(data: MapData, result: HeatResult, fewest: int) -> HeatGroups | None:
    """The groups: kept from before, or found now; None when the search was stopped."""

    def make(progress: Progress, done: list[Any]) -> Iterator[HeatGroups]:
        if not done:
            yield heat_groups(result.model, data.X, fewest, random_state=0, progress=progress)

    job = run_job(("groups", data.key, result.key, fewest), "groups", make, origin=data.origin)
    return job.results[0] if job.results else None


def groups_sentence(data: MapData, groups: HeatGroups) -> str:
    """How many groups there are, how many stand firm, and how they fit labels that are known."""
    k, firm = len(groups.stability), int(groups.firm.sum())
    if not k:
        return "No groups: no part of the rows is denser than what lies around it."
    none = percent(float(np.mean(groups.group < 0)))
    said = (
        f"**{counted(k, 'group')}**, of which **{firm}** "
        f"{'stands' if firm == 1 else 'stand'} firm: found again in halves of the rows. "
        f"{none} of the rows are in no group."
    )
    if not firm:
        said += (
            " Do not trust them: another sample of the same data would be grouped in another way."
        )
    if data.points.labels is not None:
        agreement = adjusted_rand_score(data.points.labels, groups.group)
        said += (
            f" They agree with the labels at ARI **{agreement:.2f}** (1: the same groups, 0: as "
            "by chance)."
        )
    return said


@once
def groups_table(data: MapData, groups: HeatGroups) -> pd.DataFrame:
    """One row for each group, the largest first: rows, stability, most frequent label, feature."""
    rows = []
    width = len(data.columns)
    values, names = data.points.values[:, :width], data.points.feature_names[:width]
    for number, (size, stability) in enumerate(zip(groups.sizes, groups.stability, strict=True)):
        inside = groups.group == number
        row: dict[str, object] = {
            "group": number + 1,
            "rows": int(size),
            "stability": float(stability),
        }
        if data.points.labels is not None:
            label, count = np.unique(data.points.labels[inside], return_counts=True)
            most = int(np.argmax(count))
            row["label"] = f"{label[most]} ({percent(count[most] / size)})"
        if size < len(data) and data.metric != "precomputed":
            found = group_profile(values, inside, names).iloc[0]
            sign = "high" if found["auc"] > 0.5 else "low"
            row["told by"] = f"{sign} {found['feature']} ({percent(found['auc'])})"
        rows.append(row)
    return pd.DataFrame(rows, columns=None if rows else ["group", "rows", "stability"])


def _names(groups: HeatGroups) -> NDArray[np.str_]:
    return np.where(groups.group < 0, NONE, (groups.group + 1).astype(str))


@drawn
def _groups_map(
    embedding: NDArray[np.float64], group: NDArray[np.int64], labels: RowLabels
) -> go.Figure:
    names = np.where(group < 0, NONE, (group + 1).astype(str))
    return map_figure(
        embedding,
        Colouring.of_categories("Group", names, rest=NONE),
        height=fitting_height(embedding, 620, 480),
        labels=labels,
        tick_labels=False,
    )
