"""The scores of one map or several as a table, with every column explained."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.embedding.score_names import SCORE_NAMES


def score_frame(scores: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """One row per map, one column per score that at least one of them has, in a fixed order."""
    names = [
        name
        for name in SCORE_NAMES
        if any(np.isfinite(row.get(name, np.nan)) for row in scores.values())
    ]
    rows = [[row.get(name, np.nan) for name in names] for row in scores.values()]
    table = pd.DataFrame(rows, columns=[SCORE_NAMES[name].title for name in names])
    table.insert(0, "Map", list(scores))
    return table


def show_score_table(table: pd.DataFrame, *, key: str, note: str = "") -> None:
    """Draw the table with a help text per column, and its CSV."""
    by_title = {row.title: row for row in SCORE_NAMES.values()}
    columns = {
        title: st.column_config.NumberColumn(title, help=by_title[title].help, format="%.3f")
        for title in table.columns
        if title in by_title
    }
    st.dataframe(
        table,
        hide_index=True,
        column_config=columns,
        alt="Scores of each map: correlation with the truth, neighbours kept, classes found",
        key=f"table-{key}",
    )
    if note:
        st.caption(note)
    offer_numbers(table, key)


def rows_note(scores: Mapping[str, float], n_points: int) -> str:
    """Says so when scores were taken over a random part of the points."""
    used = int(scores.get("n_rows", n_points))
    if used >= n_points:
        return ""
    return f"Scored over {used:,} random points of {n_points:,}, against all others (seed 0)."
