"""The question of a step in a class: asked by the teacher, answered by the students, shown to all.

It stands on the page, where a phone and a projector have it too (first on a phone, elsewhere docked
at the foot of the window, so that the picture stays where it is), and looks after itself: a small
part of the page that runs by itself every few seconds.
"""

from collections.abc import Callable

import streamlit as st

from components.failures import show_error
from components.lessons.course import Course
from components.lessons.teaching_here import classrooms, me
from components.text import counted
from core.errors import KernelscopeError
from core.lessons import Classrooms, Poll, Question
from core.percentages import percentages

STUDENT_S, TEACHER_S = 4.0, 2.0  # between two looks
Ask = Callable[[Course, Question], None]


def show_class_question(under_way: Course, question: Question, ask: Ask) -> None:
    """Draw it for the teacher or for a student; ``ask`` draws it as in any lesson."""
    try:
        found, visitor = classrooms(), me()
        teaches = bool(found and visitor and found.is_held_by(under_way.key, visitor))
    except KernelscopeError as error:
        show_error(error)
        return
    with st.container(border=True, key="lesson_class"):
        if found is None:
            ask(under_way, question)
        elif teaches and visitor is not None:
            st.fragment(_teacher, run_every=TEACHER_S)(found, visitor, under_way, question)
        else:
            st.fragment(_student, run_every=STUDENT_S)(found, visitor, under_way, question, ask)


def _teacher(found: Classrooms, teacher: str, under_way: Course, question: Question) -> None:
    key, step = under_way.key, under_way.place + 1
    try:
        poll = found.poll(key, step)
    except KernelscopeError as error:
        show_error(error)
        return
    st.markdown(f":material/co_present: **{question.text}**")
    if poll is None:
        _list_choices(question)
    else:
        closed = not poll.is_open
        _show_counts(question, poll, right=closed and poll.is_shown)
        st.caption(
            f"{counted(poll.n_answers, 'answer')}. "
            + ("The poll is closed: only these counts are kept." if closed else "The poll is open.")
        )
    with st.container(horizontal=True):
        if poll is None or not poll.is_open:
            _act("Ask the class" if poll is None else "Ask again", found.ask, key, teacher, step)
        else:
            _act("Close the poll", found.close, key, teacher, step)
        if poll is not None:
            label = "Hide the result" if poll.is_shown else "Show the class the result"
            _act(label, _shown(found, not poll.is_shown), key, teacher, step)
    if poll is not None and not poll.is_open and poll.is_shown:
        st.markdown(question.explanation)


def _shown(found: Classrooms, shown: bool) -> Callable[[str, str, int], None]:
    return lambda key, teacher, step: found.show(key, teacher, step, shown=shown)


def _act(
    label: str, act: Callable[[str, str, int], None], key: str, teacher: str, step: int
) -> None:
    st.button(
        label,
        key=f"class-{label.split()[0].lower()}-{step}",
        type="primary" if label.startswith(("Ask", "Close")) else "secondary",
        on_click=_try,
        args=(act, key, teacher, step),
    )


def _student(
    found: Classrooms, student: str | None, under_way: Course, question: Question, ask: Ask
) -> None:
    key, step = under_way.key, under_way.place + 1
    try:
        poll = found.poll(key, step, student)
    except KernelscopeError as error:
        show_error(error)
        return
    if poll is None:
        ask(under_way, question)
        return
    st.markdown(f":material/how_to_vote: **{question.text}**")
    if poll.is_open:
        _vote(found, student, under_way, question, poll)
    if poll.is_shown:
        _show_counts(question, poll, right=not poll.is_open)
        st.caption(f"{counted(poll.n_answers, 'answer')} of the class.")
        if not poll.is_open:
            st.markdown(question.explanation)
    elif not poll.is_open:
        st.caption("The poll is closed. Your teacher has not shown the result.")


def _vote(
    found: Classrooms, student: str | None, under_way: Course, question: Question, poll: Poll
) -> None:
    if student is None:
        st.caption("Your browser keeps no cookie of this page, so your answer cannot be counted.")
        _list_choices(question)
        return
    key = f"class-answer-{poll.round}"
    if key not in st.session_state:  # what this browser has answered before, in another tab, say
        st.session_state[key] = poll.mine
    st.radio(
        question.text,
        range(len(question.choices)),
        index=None,
        format_func=question.choices.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: _answer(found, student, under_way, key),
    )
    if poll.mine is None:
        st.caption("Your teacher asks. Nobody sees who answered what.")
    else:
        st.caption(
            ":material/check: Your answer is counted. You can change it until the poll is closed."
        )


def _answer(found: Classrooms, student: str, under_way: Course, key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        _try(found.answer, under_way.key, under_way.place + 1, student, chosen)


def _try(act: Callable[..., None], *args: object) -> None:
    try:
        act(*args)
    except KernelscopeError as error:
        st.toast(str(error), icon=":material/warning:")


def _list_choices(question: Question) -> None:
    st.markdown("\n".join(f"- {choice}" for choice in question.choices))


def _show_counts(question: Question, poll: Poll, *, right: bool) -> None:
    """A bar for each choice, with how many chose it; the right one is marked where it is told."""
    total = poll.n_answers
    shares = percentages(count / total for count in poll.counts) if total else ()
    for number, (choice, count) in enumerate(zip(question.choices, poll.counts, strict=True)):
        mark = ":material/check_circle: " if right and number == question.answer else ""
        share = f", {shares[number]}" if total else ""
        st.progress(count / total if total else 0.0, text=f"{mark}{choice} ({count}{share})")
