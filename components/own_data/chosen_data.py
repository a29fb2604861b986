"""The one choice among data sets, as every page with data draws it: one's own, then built-in.

One of a visitor's own sets is current. Each page opens on it, unless a built-in set was chosen
there since it became current; a page that has no use for it says why, and opens on its own start.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Generic

import streamlit as st

from components.controls import control
from components.data_origin import YOURS
from components.failures import show_error
from components.guelph_panel import explain_missing
from components.link_state import note_lost_upload
from components.own_data import store
from components.own_data.data_parameter import Listed, data_parameter
from components.own_data.deletion import offer_deletion
from components.own_data.lab_data import Lab, Option, Payload
from components.own_data.own_set import OwnSet
from components.page_frame import PageFrame
from components.settings import is_set, let_go, reset
from components.text import as_plain_text
from core.errors import KernelscopeError, LimitError, UploadError
from core.parameters import Parameter

_FOLLOWED = "followed_sets"  # name of a choice → how often a set had been made current


@dataclass(frozen=True, eq=False)
class ChosenData(Generic[Payload]):
    """The data on screen.

    Attributes
    ----------
    key : names what was chosen: the key of one's own set, or the option
    title, origin : what it is called; "simulated", "measured" or "yours"
    notices : what was said when one's own files were read
    payload : what the lab makes of it
    parameters : those that chose it, the choice itself first
    """

    key: str
    title: str
    origin: str
    notices: tuple[str, ...]
    payload: Payload
    parameters: tuple[Parameter, ...]


def choose(
    frame: PageFrame, lab: Lab[Payload], options: Mapping[str, Option[Payload]], start: str
) -> ChosenData[Payload]:
    """Draw the choice in the current container, and the buttons for one's own data below it.

    What cannot be loaded or used is explained above the page, which shows ``start`` instead.
    """
    own = store.own_sets()
    refused = {key: each.why_not(lab.usable) for key, each in own.items()}
    listed = [Listed(own[key], not why, key == store.current()) for key, why in refused.items()]
    titles = {key: option.listed for key, option in options.items()}
    parameter = data_parameter(lab.name, lab.label, lab.help, titles, start, listed)
    _follow(parameter)
    note_lost_upload(parameter, what=lab.lost)
    key = control(parameter)
    _make_current(parameter, key, fits=not refused.get(key))
    current = store.current()
    try:
        if key not in own:
            chosen = _built_in(parameter, key, options[key])
        elif refused[key]:
            raise UploadError(refused[key])
        else:
            chosen = _own(parameter, own[key], lab.make)
    except KernelscopeError as error:
        explain_missing(frame, key, error)
        chosen = _built_in(parameter, start, options[start])
    frame.shows_data(chosen.key, chosen.title, chosen.origin, parameter.name)
    not_usable = not is_set(parameter) and current and refused[current]
    with frame.note_box:
        if key in own and refused[key]:
            st.caption(_instead(options[start]))
        elif key not in own and not_usable:
            said = as_plain_text(refused[str(current)])
            st.caption(f":material/info: {said} {_instead(options[key])}")
        if said := store.refusal():
            show_error(LimitError(said))
    lab.offer_upload()
    _offer_deletions(each for key, each in own.items() if not refused[key])
    return chosen


def _built_in(parameter: Parameter, key: str, option: Option[Payload]) -> ChosenData[Payload]:
    settings = {row.name: control(row) for row in option.parameters}
    payload = option.make(settings)
    rows = (parameter, *option.parameters)
    return ChosenData(key, option.title, option.origin, (), payload, rows)


def _own(
    parameter: Parameter, own: OwnSet, make: Callable[[OwnSet], Payload]
) -> ChosenData[Payload]:
    waiting = nullcontext() if own.was_seen_by(make) else st.spinner("Preparing your data …")
    with waiting:
        payload = own.seen_by(make)
    return ChosenData(own.key, own.title, YOURS, own.notices, payload, (parameter,))


def _follow(parameter: Parameter) -> None:
    """What was chosen before a set was made current has given way to it."""
    if _followed().get(parameter.name, 0) != store.n_made_current():
        reset([parameter])
        _followed()[parameter.name] = store.n_made_current()


def _make_current(parameter: Parameter, key: str, *, fits: bool) -> None:
    """One's own set that was chosen here follows the visitor, and is not a choice of this page."""
    store.make_current(key)
    _followed()[parameter.name] = store.n_made_current()
    if key == store.current() and fits:
        let_go(parameter)


def _instead(option: Option[Payload]) -> str:
    """What is on the page in place of a set that it cannot use."""
    return f"Shown instead: {as_plain_text(option.title)} ({option.origin})."


def _offer_deletions(own: Iterable[OwnSet]) -> None:
    for each in own:
        label = f"Delete {as_plain_text(each.title)}"
        offer_deletion(each, label, store.forget, key="delete", stretch=True)


def _followed() -> dict[str, int]:
    return st.session_state.setdefault(_FOLLOWED, {})
