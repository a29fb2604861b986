"""One lab on the home page: its question, one true sentence, one picture; a click opens it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.charts import chart
from components.ready_figure import ReadyFigure

PICTURE_PX = 236


@dataclass(frozen=True)
class HomePicture:
    """A figure, its sentence (what the method brings, and where it ends) and its alt text."""

    figure: ReadyFigure
    sentence: str
    alt: str


@dataclass(frozen=True)
class Question:
    """A lab with its question; ``picture`` makes the answer, ``page`` and ``link`` lead there."""

    key: str
    lab: str
    question: str
    picture: Callable[[], HomePicture]
    page: str
    link: str

    def show(self) -> None:
        """The card. Its link covers all of it, so that a click anywhere follows it."""
        with st.container(border=True, height="stretch", key=f"lab-{self.key}"):
            words, picture = st.columns([0.46, 0.54], gap="small")
            answer = self.picture()
            with words:
                st.subheader(self.lab, anchor=False)
                st.markdown(f"**{self.question}**")
                st.markdown(answer.sentence)
                st.page_link(f"../pages/{self.page}", label=f"{self.link} →")
            with picture:
                chart(answer.figure, key=f"home_{self.key}", alt=answer.alt, static=True)
