"""Name a data set, keep it, and open it in a lab: what each will take stands beside its button."""

import streamlit as st

from components.own_data.own_set import OwnSet
from components.own_data.page.labs import DOORS, LabDoor
from components.own_data.store import LONGEST_TITLE, keep, make_current, own_sets, rename
from components.text import as_plain_text


def keep_form(own: OwnSet) -> None:
    """The name, the button that keeps, and the doors of the labs."""
    kept = own_sets().get(own.key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name",
            value=own.title if kept is None else kept.title,
            max_chars=LONGEST_TITLE,
            key=f"name-{own.key}",
            help="Shown in lists and on badges. It stands in no link.",
        )
        named = own.renamed(name.strip() or own.title)
        if kept is None:
            st.button(
                "Keep it",
                key=f"keep-{own.key}",
                icon=":material/inventory_2:",
                type="primary",
                on_click=keep,
                args=(named,),
                help="It then stands first in the list of every lab that can use it.",
            )
        else:
            st.button(
                "Kept",
                key=f"kept-{own.key}",
                icon=":material/check:",
                disabled=named.title == kept.title,
                on_click=rename,
                args=(own.key, named.title),
                help="Write another name and press again to rename it.",
            )
    show_doors(named, key="new")


def show_doors(own: OwnSet, *, key: str, beside: bool = True) -> None:
    """The four labs, ``beside`` or below each other; one that cannot use the data says why."""
    places = st.columns(len(DOORS), gap="small") if beside else [st.container() for _ in DOORS]
    for door, place in zip(DOORS, places, strict=True):
        with place.container(border=True, height="stretch"):
            _show_door(door, own, key)


def _show_door(door: LabDoor, own: OwnSet, key: str) -> None:
    why_not = own.why_not(door.usable)
    label = f"{door.lab}: {door.view}"
    pressed = st.button(
        label,
        key=f"open-{key}-{door.key}-{own.key}",
        icon=door.icon,
        width="stretch",
        disabled=bool(why_not),
    )
    if why_not:
        st.caption(as_plain_text(why_not, longest=200))
        return
    takes = door.takes(own)
    st.caption(as_plain_text(f"Takes {takes.cost.in_words()}. {takes.note}".strip()))
    if pressed:
        open_in(door, own)


def open_in(door: LabDoor, own: OwnSet) -> None:
    """Keep the set unless it is kept already, let it be the current one, and go to the lab."""
    if own.key in own_sets():
        rename(own.key, own.title)
        make_current(own.key)
    else:
        keep(own)
    st.switch_page(f"../pages/{door.page}")
