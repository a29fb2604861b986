"""A walk of the visitor's own: which beacons changed since the survey, and the map after it."""

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.failures import show_error
from components.memory import once
from components.text import as_plain_text, counted
from core.datasets import FingerprintSet
from core.datasets.readers import open_upload
from core.errors import KernelscopeError, UploadError
from core.localization.experiment import Experiment
from core.localization.survey_change import (
    FEWEST_PLACES,
    PlaceSums,
    SurveyChange,
    place_sums,
    what_changed,
)

LARGEST_MB = 50
NAMED = 4


def show_own_walk(experiment: Experiment) -> None:
    """An uploader for scans at known places, and what they say; a file is about one survey."""
    with st.expander("Compare a walk of your own", icon=":material/directions_walk:"):
        file = st.file_uploader(
            "Scans made after the survey, with their places",
            max_upload_size=LARGEST_MB,
            key=f"walk_file-{experiment.key}",
            help="A file like that of the survey: positions in the same metres, and the same "
            "beacon ids. Some places in different parts of the floor are enough.",
        )
        if file is None:
            st.caption("It is read here and not kept. You get the beacons that changed, and a map.")
            return
        try:
            walk, missing = walk_of(experiment, file.getvalue(), file.name)
            sums, found = compared(experiment, walk)
        except KernelscopeError as error:
            show_error(error)
            return
        names = [str(name) for name in experiment.survey.beacon_ids]
        st.markdown(walk_sentence(found, sums, names, missing))
        table = pd.DataFrame(
            {
                "beacon": names,
                "changed": found.changed,
                "change_db": found.change_db,
                "change_over_chance": found.chi,
            }
        )
        column = st.column_config
        st.dataframe(
            table.sort_values("change_over_chance", ascending=False, na_position="last"),
            hide_index=True,
            height=min(36 * (len(table) + 1) + 4, 300),
            column_config={
                "beacon": column.TextColumn("Beacon", pinned=True),
                "changed": column.CheckboxColumn("Changed"),
                "change_db": column.NumberColumn("Change, dB", format="%+.1f"),
                "change_over_chance": column.NumberColumn(
                    "Over chance",
                    format="%.1f",
                    help="Mean square of the change over what chance explains: about 1 where "
                    "nothing changed, above 5 where something did.",
                ),
            },
            alt="Which beacons changed between the survey and the walk, and by how much",
        )
        offer_numbers(table, "walk_beacons")
        offer_numbers(lambda: map_table(sums, found, names), "map_after_walk")


def walk_sentence(
    found: SurveyChange, sums: PlaceSums, names: list[str], missing: tuple[str, ...]
) -> str:
    """Which beacons changed, by how much, and what was left out."""
    parts = [_changed_words(found, names)]
    if sums.n_dropped:
        parts.append(
            f"{counted(sums.n_dropped, 'scan')} of the walk "
            f"{'lies' if sums.n_dropped == 1 else 'lie'} too far from every surveyed place."
        )
    if missing:
        listed = ", ".join(as_plain_text(name, longest=40) for name in missing[:NAMED])
        more = f" and {len(missing) - NAMED:,} more" if len(missing) > NAMED else ""
        parts.append(f"The file does not name {listed}{more}: taken as not heard.")
    return " ".join(parts)


def map_table(sums: PlaceSums, found: SurveyChange, names: list[str]) -> pd.DataFrame:
    """The map after the walk, a row for each place; empty where a beacon was never heard."""
    places = {"x_m": sums.grid_m[:, 0], "y_m": sums.grid_m[:, 1]}
    return pd.DataFrame({**places, **dict(zip(names, found.map_dbm.T, strict=True))})


def _changed_words(found: SurveyChange, names: list[str]) -> str:
    if found.n_places < FEWEST_PLACES:
        return (
            f"The walk revisits {counted(found.n_places, 'surveyed place')}: **too few to tell**, "
            f"it takes {FEWEST_PLACES}."
        )
    revisited = counted(found.n_places, "revisited place")
    changed = np.flatnonzero(found.changed)
    if found.held_otherwise:
        return (
            f"**{len(changed)} of {len(names)} beacons** differ at {revisited}: that is no moved "
            "beacon, the phone is held or built differently. Nothing is updated; use calibration "
            "stops instead."
        )
    if not len(changed):
        return (
            f"**No beacon changed** by more than chance explains at {revisited}; the map is as it "
            "was."
        )
    order = changed[np.argsort(-found.chi[changed], kind="stable")][:NAMED]
    listed = ", ".join(
        f"{as_plain_text(names[beacon], longest=40)} ({found.change_db[beacon]:+.0f} dB)".replace(
            "(-", "(−"
        )
        for beacon in order
    )
    more = f" and {len(changed) - NAMED:,} more" if len(changed) > NAMED else ""
    return (
        f"**{len(changed)} of {len(names)} {'beacon' if len(names) == 1 else 'beacons'} changed** "
        f"at {revisited}: {listed}{more}. The map below carries the change over the floor; models "
        "made of the old map do not know it."
    )


@once
def walk_of(
    experiment: Experiment, data: bytes, filename: str
) -> tuple[FingerprintSet, tuple[str, ...]]:
    """The walk with the survey's beacons in their order, and those that its file does not name."""
    walk = open_upload(data, filename, "fingerprints").dataset
    if not isinstance(walk, FingerprintSet) or walk.position_m is None:
        raise UploadError(
            f"'{filename}' holds no scans with positions; give a table with x and y in metres and "
            "a column for each beacon."
        )
    floors = experiment.survey.floor_names
    if len(floors) == 1 and walk.floor_names:
        walk = walk.on_floor(floors[0])
    names = [str(name) for name in experiment.survey.beacon_ids]
    there = {str(name): column for column, name in enumerate(walk.beacon_ids)}
    missing = tuple(name for name in names if name not in there)
    if len(missing) == len(names):
        raise UploadError(
            f"'{filename}' names none of the survey's beacons, such as '{names[0]}'; use the ids "
            "of the survey's file."
        )
    rss_dbm = np.full((walk.n_scans, len(names)), np.nan)
    for column, name in enumerate(names):
        if name in there:
            rss_dbm[:, column] = walk.rss_dbm[:, there[name]]
    return FingerprintSet(rss_dbm, walk.position_m, experiment.survey.beacon_ids), missing


@once
def compared(experiment: Experiment, walk: FingerprintSet) -> tuple[PlaceSums, SurveyChange]:
    """The sums of the walk over the survey's places, and what changed."""
    survey = place_sums(experiment.survey.rss_dbm, experiment.survey.known_position_m)
    sums = place_sums(walk.rss_dbm, walk.known_position_m, survey.grid_m)
    return sums, what_changed(survey, sums)
