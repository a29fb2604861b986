"""The anatomy that all pages share: question, action bar, verdict with badges, explanation."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.address import show_address
from components.badges import Badge, badges_line
from components.charts import IMAGE_FORMAT, note_question, note_verdict
from components.cite import cite_panel
from components.copy_link import copy_link_button
from components.figures.provenance import forget_page, note_data, note_sizes
from components.glossary import help_for
from components.lessons.draft import save_view
from components.link_state import ARRIVAL, check_link, full_link_query, reset
from components.more_button import more_button
from components.own_data.settings_files import keep_settings_form
from components.present import present
from components.project_folder import ROOT
from components.settings import value_of
from core.datasets.settings_file import write_settings
from core.parameters import Parameter

EXPLANATIONS = ROOT / "assets" / "explanations"
IMAGE_FORMATS = ("png", "svg")


@dataclass(frozen=True)
class Download:
    """A file that the page offers; ``make`` is called only when the button is pressed."""

    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class PageFrame:
    """The parts of a page that are filled while the page computes."""

    name: str
    action_bar: DeltaGenerator
    note_box: DeltaGenerator
    verdict_box: DeltaGenerator
    question: str = ""
    _written: list[bool] = field(default_factory=list)
    _shown: list[str] = field(default_factory=list)

    def shows_data(self, key: str, title: str, origin: str, parameter: str) -> None:
        """Note what data are on the page: what is built in is cited, figures name what they show.

        ``parameter`` is the name of the setting that chose them.
        """
        self._shown.append(key)
        note_data(title, origin, parameter)

    def check_link(self, parameters: Iterable[Parameter]) -> None:
        """Take what the link asks for, note what it asks for in vain, and write the address.

        To be called before the first control is drawn but those that choose the data.
        """
        parameters = tuple(parameters)
        with self.note_box:
            check_link(self.name, parameters)
        self._write_address(parameters)

    def _write_address(self, parameters: tuple[Parameter, ...]) -> None:
        """Once a run, before anything is computed."""
        if not self._written:
            self._written.append(True)
            with self.note_box:
                show_address(parameters)

    def verdict(self, sentence: str, badges: Sequence[Badge] = ()) -> None:
        """Show the verdict (markdown, one or two sentences) and its badges.

        A hint beside it explains the words of the field that it uses. What goes beyond two lines,
        and beyond one line of badges, is folded behind a button: the picture stays in sight.
        """
        note_verdict(sentence)
        note_sizes(badge if isinstance(badge, str) else badge[0] for badge in badges)
        with self.verdict_box:
            st.markdown(sentence, help=help_for(sentence))
            if badges:
                st.container(key=f"badges-{self.name}").markdown(badges_line(badges))
            more_button(key=self.name)

    def actions(
        self,
        parameters: Iterable[Parameter],
        downloads: Iterable[Download] = (),
        manifest: dict[str, Any] | None = None,
        *,
        on_reset: Callable[[], None] | None = None,
    ) -> None:
        """Fill the action bar: Copy link · Download · Present · Reset."""
        parameters = tuple(parameters)
        self._write_address(parameters)
        settings = {p.name: value_of(p) for p in parameters}
        page = st.session_state[ARRIVAL].page if ARRIVAL in st.session_state else self.name
        file = write_settings(page, settings, manifest or {})
        offered = [
            *downloads,
            Download(
                "Settings of this run (JSON)",
                f"{self.name}-run.json",
                "application/json",
                lambda: file,
            ),
        ]
        with self.action_bar:
            copy_link_button(full_link_query(parameters), key=f"copy-{self.name}")
            with st.popover("Download"):
                for download in offered:
                    st.download_button(
                        download.label,
                        download.make,
                        file_name=download.file_name,
                        mime=download.mime,
                        on_click="ignore",
                        width="stretch",
                        key=f"download-{self.name}-{download.file_name}",
                    )
                cite_panel(page, (*self._shown, str((manifest or {}).get("data", ""))))
                if parameters and page != "data":  # where they are listed
                    keep_settings_form(page, file, self.question)
                st.segmented_control(
                    "Pictures (the camera on each chart)",
                    IMAGE_FORMATS,
                    default="png",
                    required=True,
                    format_func=str.upper,
                    key=IMAGE_FORMAT,
                    persist_state="session",
                )
                st.button(
                    "Save this view as a step",
                    key=f"save-step-{self.name}",
                    icon=":material/school:",
                    width="stretch",
                    help="Keep the page with these settings as the next step of a lesson of yours; "
                    "the Lessons page gives it words and makes the file.",
                    on_click=save_view,
                    args=(self.question, parameters),
                )
            st.button(
                "Present",
                key=f"present-{self.name}",
                help="For a projector: large type, no sidebar; ← and → move the slider. The link "
                "keeps it. Escape leaves.",
                on_click=present,
            )
            st.button(
                "Reset",
                key=f"reset-{self.name}",
                help="Set every control of this page back to its default.",
                on_click=_reset_all,
                args=(parameters, on_reset),
            )


def begin_page(name: str, question: str) -> PageFrame:
    """Draw the question and keep the places for action bar, link notes and verdict."""
    note_verdict("")
    note_question(question)
    forget_page()
    with st.container(key=f"head-{name}", gap=None):
        title = st.container(horizontal=True, vertical_alignment="center", key=f"title-{name}")
        title.title(question, anchor=False)
        action_bar = title.container(
            horizontal=True,
            horizontal_alignment="right",
            vertical_alignment="center",
            width="content",
            key=f"actions-{name}",
        )
        notes = st.container()
        verdict = st.container(key=f"verdict-{name}", gap=None)
    return PageFrame(name, action_bar, notes, verdict, question)


def how_this_works(name: str, **tables: str) -> None:
    """The mathematics, the limits and the references of a page, from assets/explanations.

    ``tables`` (markdown) stand where the text has their names in double braces: what a table of
    the program knows is not written twice.
    """
    text = (EXPLANATIONS / f"{name}.md").read_text(encoding="utf-8")
    for place, table in tables.items():
        text = text.replace(f"{{{{{place}}}}}", table)
    with st.expander("How this works", icon=":material/function:"):
        st.markdown(text)


def _reset_all(parameters: tuple[Parameter, ...], also: Callable[[], None] | None) -> None:
    reset(parameters)
    if also:
        also()
