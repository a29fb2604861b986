"""The generators side by side as a table, and what can be downloaded."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.csv_export import to_csv
from components.page_frame import Download
from components.points.chosen_points import ChosenPoints
from core.density.diffusion.rows import Split


def show_generators(table: pd.DataFrame) -> None:
    """A row per generator, and real rows below."""
    st.subheader("Side by side", anchor=False)
    columns = {
        "generator": st.column_config.TextColumn("Generator", width="medium"),
        "copies": st.column_config.NumberColumn("Copies", format="percent"),
        "nearest": st.column_config.NumberColumn("Nearest row, median distance", format="%.2f"),
        "told_apart": st.column_config.NumberColumn("Told from real rows", format="percent"),
        "error": st.column_config.NumberColumn("Error on unseen rows / Gaussian's", format="%.3f"),
    }
    st.dataframe(
        table,
        hide_index=True,
        column_config=columns,
        alt="One row per generator: share of copies, distance to the nearest row, test, error",
    )


def generator_downloads(
    table: pd.DataFrame, points: ChosenPoints, split: Split, samples: NDArray[np.float64]
) -> tuple[Download, ...]:
    """The table, and the samples on screen in the columns of the data."""
    names = [str(name) for name in points.cloud.feature_names]

    def in_columns() -> bytes:
        return to_csv(pd.DataFrame(split.as_columns(samples, points.cloud), columns=names))

    name = "kernelscope-generators.csv"
    return (
        Download("Generators (CSV)", name, "text/csv", lambda: to_csv(table)),
        Download("Samples (CSV)", "kernelscope-samples.csv", "text/csv", in_columns),
    )
