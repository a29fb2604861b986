"""The numbers of the "Beacons" view."""

import pandas as pd
import streamlit as st

SHIFTS = ("shift_db", "spread_db")


def show_beacon_table(table: pd.DataFrame) -> None:
    """One row per beacon: its score, what it is worth, what changes in the test scans."""
    column = st.column_config
    titles = {
        "score": ("Score", "%.2f", "From the survey alone, by the chosen criterion."),
        "cost_m": ("Cost, m", "%+.2f", "By how much the mean error grows without this beacon."),
        "mean_without_m": ("Mean without, m", "%.2f", "Mean error without this beacon."),
        "p95_without_m": ("95% without, m", "%.2f", "95% error without this beacon."),
        "shift_db": ("Shift, dB", "%+.1f", "How much louder it is in the test scans."),
        "spread_db": ("Spread, dB", "%.1f", "Standard deviation of that shift over places."),
    }
    shares = {
        "survey_share": ("In survey", "Share of the survey scans that heard it."),
        "use_share": ("In tests", "Share of the test scans that heard it."),
        "available": ("Located", "Share of the test scans that still get a position without it."),
    }
    # rounded first, and 0 added: what rounds to nothing has no sign
    shown = table.assign(cost_m=table["cost_m"].round(2) + 0.0)
    if table["shift_db"].isna().all():  # nothing is known to have changed
        titles = {name: row for name, row in titles.items() if name not in SHIFTS}
    st.dataframe(
        shown,
        hide_index=True,
        column_order=("beacon", *titles, *shares, "kept"),
        column_config={
            "beacon": column.TextColumn("Beacon", pinned=True),
            "kept": column.CheckboxColumn("Kept", help="Whether the selector would keep it."),
            **{
                name: column.NumberColumn(title, format=form, help=help_)
                for name, (title, form, help_) in titles.items()
            },
            **{
                name: column.NumberColumn(title, format="percent", help=help_)
                for name, (title, help_) in shares.items()
            },
        },
        alt="One row per beacon: score, cost of leaving it out, shift between survey and use",
    )
