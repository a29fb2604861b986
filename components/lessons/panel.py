"""The lesson beside the page: its text, what to notice, the question, and the way on."""

import streamlit as st

from components.lessons.class_poll import show_class_question
from components.lessons.course import (
    Course,
    course,
    forget_ended,
    go,
    has_ended,
    leave,
    script_of,
)
from components.lessons.standings import note_done, note_right, standings
from components.lessons.teaching_here import is_class
from components.text import as_plain_text
from core.lessons import Question


def show_panel(page: str) -> None:
    """Draw the open step on top of the sidebar, above the page's own controls."""
    under_way = course()
    if under_way is None:
        _say_that_it_ended()
        return
    here = under_way.step.page == page
    with st.sidebar, st.container(border=True, key="lesson_panel"):
        _head(under_way)
        if here:
            _show_step(under_way)
        else:
            st.markdown("You have left the page of this step.")
            st.button("Back to the step", key="lesson-return", on_click=go, args=(0,))
        _foot(under_way)
    if here:
        st.html(f"<style>{hiding(under_way)}</style>")
        _show_on_a_phone(under_way)
        if under_way.step.question is not None and is_class(under_way.key):
            show_class_question(under_way, under_way.step.question, _ask)


def _say_that_it_ended() -> None:
    if has_ended():
        with st.container(border=True, key="lesson_ended"):
            st.markdown("This class has ended. Its lesson and its polls were deleted.")
            st.button("Close", key="lesson-ended-close", on_click=forget_ended)


def hiding(under_way: Course) -> str:
    """The style that hides what the step, or the classroom link, does not show."""
    step = under_way.step
    hidden = {*step.hide, *under_way.hide}
    rules = [
        f".st-key-{name}, .st-key-depths_{name} {{ display: none; }}" for name in sorted(hidden)
    ]
    if step.show is not None:
        shown = [name for name in step.show if name not in hidden]
        spared = "".join(
            f":not(.st-key-{name}):not(.st-key-{name} *):not(.st-key-depths_{name} *)"
            for name in ("lesson_panel", *shown)
        )
        rules.append(
            '[data-testid="stSidebarUserContent"] [data-testid="stElementContainer"]'
            f"{spared} {{ display: none; }}"
        )
        explained = "".join(f":not(.st-key-depths_{name})" for name in shown)
        rules.append(f'[class*="st-key-depths_"]{explained} {{ display: none; }}')
    return "\n".join(rules)


def _head(under_way: Course) -> None:
    count, place = len(under_way.lesson.steps), under_way.place
    st.caption(f"Lesson · {under_way.lesson.title}")
    st.progress((place + 1) / count, text=f"Step {place + 1} of {count}")


def _show_step(under_way: Course) -> None:
    step = under_way.step
    st.subheader(step.title, anchor=False)
    st.markdown(step.text)
    st.markdown(f":material/visibility: **What to notice.** {step.notice}")
    if step.question is not None:
        if is_class(under_way.key):
            st.caption("The question stands on the page.")
        else:
            _ask(under_way, step.question)


def _show_on_a_phone(under_way: Course) -> None:
    """The text above the page, where the sidebar is folded away; wider screens do not show it."""
    step = under_way.step
    with st.container(border=True, key="lesson_phone"):
        st.markdown(
            f"**{as_plain_text(step.title)}** (step {under_way.place + 1} of "
            f"{len(under_way.lesson.steps)})\n\n{step.text}\n\n{step.notice}"
        )
        there = "the controls" if is_class(under_way.key) else "the question, the controls"
        st.caption(f"The sidebar (») has {there} and the way on.")


def _ask(under_way: Course, question: Question) -> None:
    """Folded, so that the controls that the step is about stay on the screen."""
    number = under_way.place + 1
    with st.expander(f"**{question.text}**", icon=":material/help:"):
        chosen = st.radio(
            question.text,
            range(len(question.choices)),
            index=None,
            format_func=question.choices.__getitem__,
            key=f"lesson-answer-{under_way.key}-{number}",
            label_visibility="collapsed",
            persist_state="session",
        )
        _answer(under_way, question, chosen)


def _answer(under_way: Course, question: Question, chosen: int | None) -> None:
    if chosen == question.answer:
        note_right(under_way.key, under_way.place + 1)
        st.success(f"**Yes.** {question.explanation}", icon=":material/check_circle:")
    elif chosen is not None:
        st.warning("Not this one. Look at the picture again.", icon=":material/replay:")


def _foot(under_way: Course) -> None:
    last = under_way.place + 1 == len(under_way.lesson.steps)
    with st.container(horizontal=True, key="lesson_foot"):
        st.button("Back", key="lesson-back", on_click=go, args=(-1,), disabled=under_way.place == 0)
        if last:
            done = st.button("Finish", key="lesson-finish", type="primary")
        else:
            done = False
            st.button("Next", key="lesson-next", on_click=go, args=(1,), type="primary")
        st.button(
            "",
            key="lesson-again",
            icon=":material/settings_backup_restore:",
            type="tertiary",
            help="Set the page up again as this step says.",
            on_click=go,
            args=(0,),
        )
        st.button(
            "",
            key="lesson-leave",
            icon=":material/close:",
            type="tertiary",
            help="Close the lesson. The page stays as it is; what you did is kept.",
            on_click=leave,
        )
    right = standings()[under_way.key].right if under_way.key in standings() else ()
    asked = sum(step.question is not None for step in under_way.lesson.steps)
    if asked:
        st.caption(f"{len(right)} of {asked} questions answered")
    if done:
        note_done(under_way.key)
        leave()
        st.switch_page(f"../pages/{script_of('lessons')}")
