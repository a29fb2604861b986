"""The link is the state: what a link asks for is checked, what the page shows becomes a link.

A link speaks once, when its page is arrived at. What is set afterwards is written into the address
(``components/address.py``), not read from it.

In a link a setting bears its lab's name, as in ``density.kernel``: the labs have names in common. A
link that leaves it out is one that was made before, and is read as its page's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.data_origin import YOURS
from components.navigation import VIEWS
from components.settings import keep, leave_page, reset, value_of
from components.text import as_plain_text
from core.errors import ParameterError
from core.parameters import Parameter
from core.version import __version__

__all__ = ["check_link", "full_link_query", "remember_link", "reset"]
VERSION = "version"
ARRIVAL = "arrival"
PRESENT = "present"  # for a projector: components/present.py
# of a classroom link, which components/lessons reads, and how the page is shown
LESSON_WORDS = ("lesson", "step", "hide", PRESENT)
_NOTED_WORDS, _NOTED_FAULTS = "lesson_words", "link_faults"


@dataclass
class Arrival:
    """How a page was arrived at.

    ``asked`` is what the address said, ``returned`` whether by Back or Forward: then the address
    was written here, and what it leaves out was at its first value. ``taken`` are the names that
    were read, ``lost`` those that stand for an upload that is not here, with what to say of it;
    ``open`` ends with the check.
    """

    page: str
    asked: dict[str, list[str]]
    returned: bool
    taken: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    open: bool = True


def remember_link(page: str = "") -> None:
    """Keep what the address asks for when a page is arrived at; the shell calls this once a run."""
    if not will_arrive(page):
        return
    leave_page()
    lab, returned = lab_of(page), _is_return()
    asked = {
        name.removeprefix(lab): st.query_params.get_all(name)
        # a setting that stands in both forms is read in the newer one
        for name in sorted(st.query_params, key=lambda name: name.startswith(lab))
        if name not in LESSON_WORDS
    }
    faults = st.session_state.pop(_NOTED_FAULTS, [])
    st.session_state[ARRIVAL] = Arrival(page, asked, returned, notes=faults)


def will_arrive(page: str) -> bool:
    """Whether this run arrives at a page: it is another one, or Back or Forward was pressed."""
    before: Arrival | None = st.session_state.get(ARRIVAL)
    return before is None or before.page != page or _is_return()


def _is_return() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def arrive(page: str, asked: dict[str, list[str]]) -> None:
    """Arrive at the page as by a link that asks for this; what it leaves out is at its first value.

    What was noted of the address stays to be said.
    """
    before: Arrival | None = st.session_state.get(ARRIVAL)
    notes = before.notes if before is not None and before.page == page else []
    st.session_state[ARRIVAL] = Arrival(page, asked, returned=True, notes=notes)


def note_about_link(sentence: str) -> None:
    """Say this of the link at the next arrival, with whatever else of it cannot be used."""
    st.session_state.setdefault(_NOTED_FAULTS, []).append(sentence)


def note_words(words: list[tuple[str, str]]) -> None:
    """Let these stand in the address and in links, behind the page's settings."""
    st.session_state[_NOTED_WORDS] = words


def noted_words() -> list[tuple[str, str]]:
    """What :func:`note_words` was given last."""
    return st.session_state.get(_NOTED_WORDS, [])


def take_from_link(parameter: Parameter) -> None:
    """Set a parameter to what the link asks for, once; note what cannot be used.

    Where the link is about an upload that is not here, its settings for those data say nothing.
    """
    arrival: Arrival | None = st.session_state.get(ARRIVAL)
    if arrival is None or not arrival.open or parameter.name in arrival.taken:
        return
    arrival.taken.add(parameter.name)
    values = arrival.asked.get(parameter.name)
    if values is None:
        if arrival.returned:
            reset([parameter])
        return
    if _is_lost(parameter, values) or (arrival.lost and parameter.belongs_to):
        return
    try:
        keep(parameter, read_link(parameter, values))
    except ParameterError as error:
        said = as_plain_text(str(error), longest=300)
        arrival.notes.append(f"{said} The default is used.")


def note_lost_upload(parameter: Parameter, *, what: str) -> None:
    """Say so once when the link names, by the parameter that chooses data, an upload not here.

    To be called before the control is drawn; the sentence names what the control shows instead.
    """
    arrival: Arrival | None = st.session_state.get(ARRIVAL)
    if arrival is None:
        return
    if not arrival.open and any(map(_is_own, (*parameter.links, *parameter.options))):
        arrival.lost.pop(parameter.name, None)  # an upload is here now
    elif _is_lost(parameter, arrival.asked.get(parameter.name, [])) and arrival.open:
        arrival.lost[parameter.name] = _what_is_lost(parameter, what)


def _what_is_lost(parameter: Parameter, what: str) -> str:
    value = value_of(parameter)
    label = dict(zip(parameter.options, parameter.labels, strict=False)).get(value, value)
    shown = f"“{as_plain_text(label)}” is used instead."
    if _is_own(link_words(parameter, value)[0][1]):
        return f"This link needs {what} that is no longer here; {shown}"
    return (
        f"This link needs {what} that is private to whoever uploaded it and cannot be seen here. "
        f"If it is yours, upload it here; until then, {shown}"
    )


def check_link(page: str, parameters: Iterable[Parameter]) -> None:
    """Take what the link asks for and note every setting of it that cannot be used.

    The notes stay until they are dismissed or another page is opened.
    """
    arrival: Arrival | None = st.session_state.get(ARRIVAL)
    if arrival is None:
        return
    if arrival.open:
        for parameter in parameters:
            take_from_link(parameter)
        for name, values in arrival.asked.items():
            if name not in arrival.taken and not (arrival.lost and name != VERSION):
                arrival.notes += _unknown(name, values)
        arrival.open = False
    _show(page, arrival)


def full_link_query(parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Every setting as (name, value), defaults included, so that a link outlives new defaults."""
    query = [(VERSION, __version__)]
    for parameter in parameters:
        query += of_lab(link_words(parameter, value_of(parameter)))
    return query + noted_words()


def lab_of(page: str) -> str:
    """What stands before the name of a setting in a link to a page: its lab and a dot, or nothing.

    >>> lab_of("where"), lab_of("")
    ('localization.', '')
    """
    lab = next((view.lab for view in VIEWS if view.url_path == page), "")
    return f"{lab}." if lab else ""


def of_lab(query: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words of a link with the lab of the page that is open before every name."""
    arrival: Arrival | None = st.session_state.get(ARRIVAL)
    lab = "" if arrival is None else lab_of(arrival.page)
    return [(f"{lab}{name}", word) for name, word in query]


def link_words(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """A value as it stands in a link: (name, word), repeated for several options.

    >>> off = Parameter("off", "Off", tuple, (), options=("1", "2"))
    >>> link_words(off, ("1", "2")), link_words(off, ())
    ([('off', '1'), ('off', '2')], [('off', '')])
    """
    if parameter.type is tuple:  # none of them is a choice too, and must not turn into the default
        return [(parameter.name, _word(parameter, each)) for each in value or ("",)]
    return [(parameter.name, _word(parameter, value))]


def read_link(parameter: Parameter, words: list[str]) -> Any:
    """The value that the words of a link stand for; raises ParameterError where there is none."""
    if parameter.type is tuple:
        return parameter.check([_option(parameter, word) for word in words if word])
    return parameter.check(_option(parameter, words[-1]))


def _word(parameter: Parameter, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.12g}"
    return dict(zip(parameter.options, parameter.links, strict=False)).get(value, str(value))


def _option(parameter: Parameter, word: str) -> str:
    """A link holds its own word for an option, the option, or what the reader sees in its place.

    Links made earlier may hold another word for it.
    """
    for words in (parameter.links, parameter.options, parameter.labels):
        if word in words:
            return parameter.options[words.index(word)]
    return dict(parameter.earlier).get(word, word)


def _is_lost(parameter: Parameter, words: list[str]) -> bool:
    """Whether a link names somebody's upload, and it is not the one that is here."""
    asked = words[-1] if words else ""
    return _is_own(asked) and _option(parameter, asked) not in parameter.options


def _is_own(word: str) -> bool:
    """Whether a word of a link stands for somebody's upload, by its key or as links once did."""
    return word == YOURS or word.startswith((f"{YOURS}-", f"{YOURS}_"))


def _unknown(name: str, values: list[str]) -> list[str]:
    if name != VERSION:
        shown = as_plain_text(name, longest=40)
        return [f"The link's setting “{shown}” is not known here and was left out."]
    if values[-1] == __version__:
        return []
    made_with = as_plain_text(values[-1], longest=20)
    return [
        f"This link was made with Kernelscope {made_with}; this is {__version__}. Pictures may "
        "differ a little."
    ]


def _show(page: str, arrival: Arrival) -> None:
    if not arrival.lost and not arrival.notes:
        return
    with st.container(border=bool(arrival.notes), key=f"link-notes-{page}"):
        for sentence in arrival.lost.values():
            st.info(sentence, icon=":material/lock:")
        if arrival.notes:
            st.markdown("\n\n".join(f":orange[**Link:**] {note}" for note in arrival.notes))
        st.button(
            "Dismiss", key=f"dismiss-{page}", on_click=_dismiss, args=(arrival,), type="tertiary"
        )


def _dismiss(arrival: Arrival) -> None:
    arrival.lost.clear()
    arrival.notes.clear()
