"""A scan that the user types in: one level for each beacon."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from core.localization.experiment import Experiment

QUIETEST_DBM, LOUDEST_DBM = -119.0, -1.0


def typed_scan(experiment: Experiment, row: int) -> NDArray[np.float64]:
    """(B,) dBm from an editable table that starts as the scan in ``row``; empty is not heard."""
    start = pd.DataFrame(
        {
            "Beacon": [str(name) for name in experiment.survey.beacon_ids],
            "dBm": np.round(experiment.test.rss_dbm[row], 1),
        }
    )
    with st.expander("What the phone hears (empty: not heard)", expanded=True):
        st.caption("Kept in this tab only: a link does not carry what you type.")
        edited = st.data_editor(
            start,
            hide_index=True,
            disabled=["Beacon"],
            height=240,
            key=f"typed-{experiment.key}-{row}",
            column_config={
                "dBm": st.column_config.NumberColumn(
                    min_value=QUIETEST_DBM, max_value=LOUDEST_DBM, step=0.1, format="%.1f"
                )
            },
        )
    level = pd.to_numeric(edited["dBm"], errors="coerce").to_numpy(dtype=np.float64)
    return np.where((level >= QUIETEST_DBM) & (level <= LOUDEST_DBM), level, np.nan)
