"""The four questions of the home page, and the live picture behind each that is open."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.charts import chart
from components.density.home_picture import bandwidth_of_wine
from components.embedding.home_picture import unrolled_sheet
from components.graphs.home_picture import karate_twice
from components.localization.home_picture import located_phone


@dataclass(frozen=True)
class Question:
    """One lab on the home page; ``picture`` draws it, None while the lab is being built."""

    key: str
    lab: str
    question: str
    picture: Callable[[], None] | None

    def draw(self) -> None:
        """The picture, or a plain word that there is none yet."""
        if self.picture is None:
            st.caption("This lab is being built; its computations are not on screen yet.")
        else:
            self.picture()


def _localization() -> None:
    picture = located_phone()
    st.markdown(picture.sentence)
    chart(picture.figure, key="home_localization", alt=picture.alt)
    st.page_link(
        "../pages/localization_where.py", label="Open Where?", icon=":material/my_location:"
    )


def _graphs() -> None:
    picture = karate_twice()
    st.markdown(picture.sentence)
    chart(picture.figure, key="home_graphs", alt=picture.alt)
    st.page_link("../pages/graphs_one_graph.py", label="Open One graph", icon=":material/hub:")


def _embedding() -> None:
    picture = unrolled_sheet()
    st.markdown(picture.sentence)
    chart(picture.figure, key="home_embedding", alt=picture.alt)
    st.page_link("../pages/embedding_map.py", label="Open Map", icon=":material/scatter_plot:")


def _density() -> None:
    picture = bandwidth_of_wine()
    st.markdown(picture.sentence)
    chart(picture.figure, key="home_density", alt=picture.alt)
    st.page_link(
        "../pages/density_your_data.py", label="Open Your data", icon=":material/stethoscope:"
    )


QUESTIONS = (
    Question(
        "localization",
        "Localization",
        "Where is the phone, how sure are we, and which beacons can be trusted?",
        _localization,
    ),
    Question("density", "KDE regimes", "Does this bandwidth still estimate a density?", _density),
    Question(
        "graphs",
        "Graph clustering",
        "Which proximity finds the communities, and does the logarithm help?",
        _graphs,
    ),
    Question("embedding", "Heat geodesics", "Does this map keep the distances?", _embedding),
)
