"""The rows that the other points find least likely."""

import numpy as np
import pandas as pd
import streamlit as st

from components.csv_export import to_csv
from components.memory import once
from components.page_frame import Download
from components.points.chosen_points import ChosenPoints
from components.points.row_names import row_columns
from core.density.diagnosis import Diagnosis

SHOWN = 20
DOWNLOADED = 500
COLUMNS_SHOWN = 8


@once
def unlikely_rows(
    found: Diagnosis, points: ChosenPoints, table_rows: np.ndarray, n_rows: int
) -> pd.DataFrame:
    """The least likely scored rows, most unlikely first, with the file's own values."""
    log_density = found.scan.log_density_of(found.bandwidth)
    order = np.argsort(log_density)[:n_rows]
    rows = table_rows[found.rows[order]]
    table = pd.DataFrame(
        {
            **row_columns(points.cloud, rows),
            "log_density": log_density[order],
            "k_eff": found.scan.participation(found.bandwidth)[order],
            "mu": found.tail_index[order],
        }
    )
    if points.cloud.labels is not None:
        table["label"] = points.cloud.labels[rows]
    values = pd.DataFrame(points.cloud.values[rows], columns=points.cloud.feature_names.tolist())
    return pd.concat([table, values], axis=1)


def show_unlikely_rows(found: Diagnosis, points: ChosenPoints, table_rows: np.ndarray) -> None:
    """The first of them as a table."""
    table = unlikely_rows(found, points, table_rows, SHOWN)
    st.subheader("The least likely rows", anchor=False)
    st.caption(
        "By leave-one-out log density at this h: what the other points say about each. The full "
        "list is under Download."
    )
    st.dataframe(
        table.iloc[:, : table.columns.get_loc("mu") + 1 + COLUMNS_SHOWN].round(4),
        hide_index=True,
        height=280,
        alt="The rows with the lowest leave-one-out log density",
    )


def unlikely_download(found: Diagnosis, points: ChosenPoints, table_rows: np.ndarray) -> Download:
    """The least likely rows as CSV."""
    return Download(
        "Least likely rows (CSV)",
        "kernelscope-least-likely.csv",
        "text/csv",
        lambda: to_csv(unlikely_rows(found, points, table_rows, DOWNLOADED)),
    )


def points_download(found: Diagnosis, points: ChosenPoints, table_rows: np.ndarray) -> Download:
    """Every scored point with its regime numbers as CSV."""

    def make() -> bytes:
        return to_csv(
            pd.DataFrame(
                {
                    **row_columns(points.cloud, table_rows[found.rows]),
                    "log_density": found.scan.log_density_of(found.bandwidth),
                    "k_eff": found.scan.participation(found.bandwidth),
                    "mu": found.tail_index,
                    "h_condensation": found.local_condensation,
                }
            )
        )

    return Download("Every point (CSV)", "kernelscope-points.csv", "text/csv", make)
