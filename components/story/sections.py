"""The sections of the story: a lens each, with its picture, its sentence and the way to its lab."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.charts import chart
from components.embedding.selection import take_selection
from components.graphs.page_columns import two_columns
from components.localization.floor.image_cache import floor_image_of
from components.localization.scene import Floor
from components.memory import once
from components.ready_figure import ReadyFigure
from components.story.parameters import PLACE
from components.story.pictures import (
    Marks,
    floor_picture,
    pairs_picture,
    pairs_table,
    plane_picture,
    scores_picture,
    vote_picture,
    vote_table,
    walk_picture,
)
from components.story.results import Lenses, clusters_of, likeness_of
from components.story.verdict import vote_sentence, zones_sentence
from core.datasets.lenses import NOT_HEARD_DBM
from core.localization.experiment import Experiment

SIGNAL_AXES = ("First principal component, dB", "Second principal component, dB")


def show_phone(
    experiment: Experiment, key: str, lenses: Lenses, place: int, scan: int, number: int
) -> None:
    """Where one scan's vote lies on the floor, and the same vote in signal space."""
    weight, fix_m = _vote(experiment, lenses, scan, float(lenses.vote.bandwidth_db[number]))
    share = weight / weight.max()
    marks = Marks(place, fix_m, experiment.test.known_position_m[scan])
    st.subheader("1 · Where is the phone?", anchor=False)
    left, right = two_columns("story_phone")
    with left:
        _floor_chart(
            experiment, lenses, share, None, marks, "Vote, of the largest", "phone", first=True
        )
        _open(
            "../pages/localization_where.py",
            "Open Where? with this scan",
            {
                "localization.survey": key,
                "localization.scan": str(scan + 1),
                "localization.representation": "dbm",
                "localization.kernel": "gaussian",
            },
        )
    with right:
        _plane_chart(
            experiment,
            plane_picture(
                lenses.signal,
                None,
                share,
                None,
                Marks(place),
                "Vote, of the largest",
                SIGNAL_AXES,
            ),
            "signal",
            "The same places in signal space, coloured by their vote for the scan.",
            first=True,
        )
        st.caption(
            "What to notice: each place is also a point among levels. The places that vote are "
            "neighbours **here**; on the floor they may lie apart, and then the fix is unsure."
        )


def show_vote(experiment: Experiment, key: str, lenses: Lenses, scan: int, number: int) -> None:
    """How the vote concentrates as the bandwidth shrinks, over all scans and along the walk."""
    st.subheader("2 · Why does a small bandwidth make it a nearest neighbour?", anchor=False)
    st.markdown(vote_sentence(lenses, number))
    left, right = two_columns("story_vote")
    table = vote_table(lenses.vote)
    h = float(lenses.vote.bandwidth_db[number])
    with left:
        chart(
            vote_picture(table, float(np.median(lenses.vote.nearest_m)), h),
            key="story_vote_curve",
            alt="Places that vote and median error against the bandwidth.",
            table=table,
        )
    with right:
        chart(
            walk_picture(lenses.vote.k_eff[number], scan),
            key="story_walk",
            alt=f"Places that vote, scan by scan, at a bandwidth of {h:.1f} dB.",
        )
        st.caption(
            "What to notice: to the left one place has all the vote, and the error is that of the "
            "nearest neighbour (dotted). A kernel density in many dimensions does the same: below "
            "its transition a few points carry each estimate."
        )
        _open(
            "../pages/density_your_data.py",
            "Open Your data with these fingerprints",
            {"density.points": key},
        )


def show_zones(experiment: Experiment, key: str, lenses: Lenses, place: int, measure: str) -> None:
    """The graph's clusters on the floor, and what the place is near to in the graph."""
    st.subheader("3 · Which proximity finds the parts of the floor?", anchor=False)
    st.markdown(zones_sentence(lenses, measure))
    clusters = clusters_of(experiment, lenses, measure)
    near = likeness_of(experiment, lenses, measure, place)
    left, right = two_columns("story_zones")
    with left:
        _floor_chart(experiment, lenses, None, clusters, Marks(place), "", "zones")
        st.caption(
            "Clusters of the graph, drawn on the floor: colours that hold together are parts of "
            "the floor that sound alike. The graph knows levels only, no places."
        )
    with right:
        chart(
            scores_picture(lenses.scores, measure),
            key="story_scores",
            alt="Mean agreement of the clusters of eight proximities with the zones of the floor.",
        )
    left, right = two_columns("story_near")
    with left:
        _floor_chart(
            experiment, lenses, near, None, Marks(place), "Near in the graph, 0 to 1", "near"
        )
    with right:
        _plane_chart(
            experiment,
            plane_picture(
                lenses.floor.drawn_m,
                lenses.graph.adjacency,
                near,
                None,
                Marks(place),
                "Near in the graph, 0 to 1",
                ("Map, first axis", "Map, second axis"),
            ),
            "graph",
            "The graph of places that sound alike, coloured by nearness to the chosen place.",
        )
        st.caption(
            "What to notice: choose a place. What the graph holds to be near it lies around it on "
            "the floor, along the corridor and not through walls."
        )
        _open(
            "../pages/graphs_one_graph.py",
            "Open One graph with this proximity",
            {"graphs.graph": key, "graphs.measure": measure, "graphs.x": "0.5"},
        )


def show_map(experiment: Experiment, key: str, lenses: Lenses, place: int) -> None:
    """The floor as radio draws it beside the true one, and distance against distance."""
    floor = lenses.floor
    st.subheader("4 · The floor plan, drawn from radio alone", anchor=False)
    st.markdown(
        f"Heat geodesics of the fingerprints keep walking distance at **{floor.kept:.3f}**; the "
        f"distance between levels keeps it at {floor.kept_by_levels:.3f}, the straight line on the "
        f"plan at {floor.kept_by_line:.3f}."
    )
    left, right = two_columns("story_map")
    with left:
        _plane_chart(
            experiment,
            plane_picture(
                floor.drawn_m,
                None,
                None,
                lenses.zones,
                Marks(place),
                "",
                ("Map laid on the floor, m", "m"),
            ),
            "map",
            "The map from radio, in the colours of the zones, turned and scaled onto the floor.",
        )
    with right:
        _floor_chart(experiment, lenses, None, lenses.zones, Marks(place), "", "true")
    left, right = two_columns("story_pairs")
    with left:
        table = pairs_table(floor)
        chart(
            pairs_picture(table),
            key="story_pairs",
            alt="Distance on the map against walking distance, a dot for each pair of places.",
            table=table,
        )
    with right:
        st.caption(
            "What to notice: the colours follow each other in the same order on both. Nobody told "
            "the map where any place is; it was only turned, mirrored and scaled to lie on the "
            "plan."
        )
        _open(
            "../pages/embedding_map.py",
            "Open Map with this survey",
            {"embedding.data": key, "embedding.point": str(place + 1)},
        )


def _floor_chart(
    experiment: Experiment,
    lenses: Lenses,
    values: NDArray[np.float64] | None,
    groups: NDArray[np.int64] | None,
    marks: Marks,
    title: str,
    name: str,
    *,
    first: bool = False,
) -> None:
    key = f"story_floor_{name}"
    chart(
        floor_picture(
            Floor(experiment.survey, lenses.floor.place_m),
            floor_image_of(experiment),
            values,
            groups,
            marks,
            title,
        ),
        key=key,
        first=first,
        alt=f"The floor of {experiment.title} with its {lenses.n_places} registered places.",
        on_select=lambda: take_selection(key, experiment.key, PLACE),
        selection_mode="points",
    )


def _plane_chart(
    experiment: Experiment, figure: ReadyFigure, name: str, alt: str, *, first: bool = False
) -> None:
    key = f"story_plane_{name}"
    chart(
        figure,
        key=key,
        first=first,
        alt=alt,
        on_select=lambda: take_selection(key, experiment.key, PLACE),
        selection_mode="points",
    )


def _open(page: str, label: str, query: dict[str, str]) -> None:
    st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=query)


@once
def _vote(
    experiment: Experiment, lenses: Lenses, scan: int, bandwidth_db: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(M,) weights of one scan, and the fix that they make."""
    heard = np.nan_to_num(experiment.test.rss_dbm[scan], nan=NOT_HEARD_DBM)
    squared = ((lenses.fingerprints - heard) ** 2).sum(axis=1)
    weight = np.exp(-(squared - squared.min()) / (2 * bandwidth_db**2))
    weight /= weight.sum()
    return weight, weight @ lenses.floor.place_m
