"""The study "How small can the map be?": stores of several sizes, and one to take along."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.jobs import Job, run_job
from components.memory import Kept
from core.localization import KernelLocator
from core.localization.even_rows import MOST_TESTED
from core.localization.experiment import Experiment
from core.localization.size_study import size_study
from core.localization.small_map import write_small_map
from core.parallel import Progress

SMALL_LOSS_M = 0.1
OFFERED_BITS = (8, 4, 2)


def show_map_size(experiment: Experiment) -> None:
    """The verdict, the table, and the packed map as a file."""
    rows = _job(experiment).results
    if not rows:
        return
    st.markdown(size_sentence(rows))
    table = pd.DataFrame(rows)
    column = st.column_config
    metres = {
        "mean_m": ("Mean error, m", "%.2f", "Of the scans that every store locates."),
        "more_m": ("More than exact, m", "%+.3f", "Mean error above that of the exact map."),
        "low_m": ("95% from", "%+.3f", "Interval over stops or walks; it takes five of them."),
        "high_m": ("to", "%+.3f", None),
    }
    st.dataframe(
        table.assign(bytes=table["bytes"] / 1000),
        hide_index=True,
        height=36 * (len(table) + 1) + 4,
        column_config={
            "store": column.TextColumn("Store", pinned=True),
            "places": column.NumberColumn("Places", format="%d"),
            "bytes": column.NumberColumn("Size, kB", format="%.1f"),
            **{
                name: column.NumberColumn(title, format=form, help=help_)
                for name, (title, form, help_) in metres.items()
            },
        },
        alt="Stores of the map: places, size, mean error, and the difference from the exact map",
    )
    offer_numbers(table, "accuracy_map_size")
    data = _files_kept.of(experiment.origin)(experiment.key, _experiment=experiment)
    with st.container(horizontal=True):
        for bits in OFFERED_BITS:
            st.download_button(
                f"The map in {bits} bits ({len(data[bits]) / 1000:.1f} kB)",
                data[bits],
                file_name=f"kernelscope-map-{bits}-bits.bin",
                mime="application/octet-stream",
                icon=":material/memory:",
                on_click="ignore",
                key=f"small-map-{bits}",
            )
    st.caption(
        f"The kernel vote with its defaults, on at most {MOST_TESTED:,} test scans, evenly chosen. "
        "A size counts levels and positions; the file has a line of JSON before them that says how "
        "to read it. Levels are scaled place by place, which the cosine does not see. What it "
        "cannot tell: how a small map does for a phone that was not among the test scans."
    )


def size_sentence(rows: list[dict]) -> str:
    """The smallest store of all places that costs nothing, and what merging places does."""
    exact = rows[0]
    if np.isnan(exact["mean_m"]):
        return "**No test scan is located**, so no store can be judged."
    coded = [row for row in rows[1:] if row["places"] == exact["places"]]
    merged = [row for row in rows[1:] if row["places"] < exact["places"]]
    cheap = [row for row in coded if _most_lost(row) <= SMALL_LOSS_M]
    if cheap:
        best = min(cheap, key=lambda row: row["bytes"])
        said = (
            f"**{best['store'].split(', ')[1]} for each level are enough here**: "
            f"{_kilobytes(best)} instead of {_kilobytes(exact)} in 32 bits, with "
            f"{_more(best)} on a mean error of {exact['mean_m']:.2f} m."
        ).replace("**1 bit for each level are", "**1 bit for each level is")
    else:
        said = (
            f"**No store of few bits is surely within {SMALL_LOSS_M:.1f} m here** of the exact "
            f"map's {exact['mean_m']:.2f} m."
        )
    tight = next((row for row in coded if row["bytes"] == min(r["bytes"] for r in coded)), None)
    if tight is not None and (not cheap or tight is not best):
        said += f" {tight['store'].split(', ')[1].capitalize()}: {_more(tight)}."
    if merged:
        row = min(merged, key=lambda row: row["bytes"])
        said += (
            f" Merged into {row['places']} places of 32 bits it takes {_kilobytes(row)}, with "
            f"{_more(row)}: merging is free only where places lie closer than the error."
        )
    return said


def _most_lost(row: dict) -> float:
    """The upper end of the interval; the mean where there are too few stops for one."""
    return row["more_m"] if np.isnan(row["high_m"]) else row["high_m"]


def _more(row: dict) -> str:
    words = f"{row['more_m'] + 0.0:+.2f} m".replace("-0.00", "+0.00").replace("-", "−")
    if np.isnan(row["low_m"]):
        return f"{words} (no interval: it takes five stops)"
    ends = f"{row['low_m']:+.2f} to {row['high_m']:+.2f}"
    return f"{words} (95% interval of the difference: {ends})".replace("-", "−")


def _kilobytes(row: dict) -> str:
    return f"{row['bytes'] / 1000:.1f} kB"


def _job(experiment: Experiment) -> Job:
    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number, row in enumerate(size_study(experiment, progress=progress)):
            if number >= len(done):
                yield row

    return run_job(("map size", experiment), "map size", make, origin=experiment.origin)


def _files(key: str, *, _experiment: Experiment) -> dict[int, bytes]:
    survey = _experiment.survey
    locator = KernelLocator().fit(survey.rss_dbm, survey.known_position_m)
    names = [str(name) for name in survey.beacon_ids]
    return {bits: write_small_map(locator, names, bits) for bits in OFFERED_BITS}


_files_kept = Kept(_files)
