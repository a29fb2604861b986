"""The rows that the others find least and most likely, each with its place among all."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from components.csv_export import to_csv
from components.density.judge import Judge
from components.memory import once
from components.page_frame import Download
from components.points.row_names import row_columns
from components.points.weight_column import WeighedPoints
from components.text import counted
from core.datasets.preparation import PreparedPoints
from core.density.diagnosis import Diagnosis
from core.density.rank_p_values import own_rank_p_values

SHOWN = 20
DOWNLOADED = 500
COLUMNS_SHOWN = 8
ENDS = {"least": "least likely", "most": "most likely"}


@once
def rows_of_an_end(
    judge: Judge, weighed: WeighedPoints, prepared: PreparedPoints, end: str, n_rows: int
) -> pd.DataFrame:
    """The rows of one end, the outermost first, with the file's own values and labels.

    ``p_rank`` is the share of the scored rows that are as unlikely; at the other end it is near 1.
    """
    points = weighed.points
    order = np.argsort(judge.log_density, kind="stable")
    order = order if end == "least" else order[::-1]
    # A row that stands for several is listed once.
    _, first = np.unique(prepared.rows[judge.rows[order]], return_index=True)
    order = order[np.sort(first)][:n_rows]
    rows = prepared.rows[judge.rows[order]]
    table = pd.DataFrame(
        {
            **row_columns(points.cloud, rows),
            "log_density": judge.log_density[order],
            "p_rank": own_rank_p_values(judge.log_density, judge.weight)[order],
            "k_eff": judge.k_eff[order],
        }
    )
    if points.cloud.labels is not None:
        table["label"] = points.cloud.labels[rows]
    if weighed.weight is not None:
        table[f"weight ({weighed.column})"] = weighed.weight[rows]
    values = pd.DataFrame(points.cloud.values[rows], columns=points.cloud.feature_names.tolist())
    return pd.concat([table, values], axis=1)


def show_rows_of_both_ends(judge: Judge, weighed: WeighedPoints, prepared: PreparedPoints) -> None:
    """The outermost rows of each end as a table."""
    st.subheader("The least and the most likely rows", anchor=False)
    m = len(judge.rows)
    st.caption(
        f"By leave-one-out log density: what the other points say about each, by {judge.said}. The "
        f"tail p is the share of the {counted(m, 'scored row')} that are as unlikely, so the "
        f"smallest is 1 in {m:,}; among so many rows some are always unlikely. Longer lists are "
        "under Download."
    )
    number = st.column_config.NumberColumn
    for tab, end in zip(st.tabs([said.capitalize() for said in ENDS.values()]), ENDS, strict=True):
        table = rows_of_an_end(judge, weighed, prepared, end, SHOWN)
        said = ("label" in table.columns) + (weighed.weight is not None)
        measured = table.columns.get_loc("k_eff") + 1 + said
        with tab:
            st.dataframe(
                table.iloc[:, : measured + COLUMNS_SHOWN],
                hide_index=True,
                height=280,
                column_config={
                    "row": "Row of the file",
                    "id": "Id",
                    "log_density": number("Log density, nats", format="%.3f"),
                    "p_rank": number("Tail p (rank)", format="%.4f"),
                    "k_eff": number("Points that carry it", format="%.1f"),
                    "label": "Label",
                },
                alt=f"The {ENDS[end]} rows by leave-one-out log density, with their tail p",
            )


def rows_downloads(
    judge: Judge, weighed: WeighedPoints, prepared: PreparedPoints
) -> tuple[Download, ...]:
    """Both ends as CSV."""

    def make(end: str) -> bytes:
        return to_csv(rows_of_an_end(judge, weighed, prepared, end, DOWNLOADED))

    return tuple(
        Download(
            f"{said.capitalize()} rows (CSV)",
            f"kernelscope-{end}-likely.csv",
            "text/csv",
            partial(make, end),
        )
        for end, said in ENDS.items()
    )


def points_download(found: Diagnosis, weighed: WeighedPoints, table_rows: np.ndarray) -> Download:
    """Every scored point with its regime numbers as CSV."""

    def make() -> bytes:
        log_density = found.scan.log_density_of(found.bandwidth)
        rows = table_rows[found.rows]
        own = {} if weighed.weight is None else {"weight": weighed.weight[rows]}
        return to_csv(
            pd.DataFrame(
                {
                    **row_columns(weighed.points.cloud, rows),
                    **own,
                    "log_density": log_density,
                    "p_rank": own_rank_p_values(log_density, found.scan.mass),
                    "k_eff": found.scan.participation(found.bandwidth),
                    "mu": found.tail_index,
                    "h_condensation": found.local_condensation,
                }
            )
        )

    return Download("Every point (CSV)", "kernelscope-points.csv", "text/csv", make)
