"""Data: one's own files, understood, corrected, kept once, and opened in every lab."""

import streamlit as st

from components.badges import Badge
from components.failures import show_error
from components.own_data.page.drop_zone import drop_zone, put_aside
from components.own_data.page.file_card import show_file
from components.own_data.page.given_files import Given, belong_together, given_files
from components.own_data.page.keep_form import keep_form
from components.own_data.page.kept_list import data_bytes, show_kept
from components.own_data.page.sizes_in_words import bytes_in_words
from components.own_data.page.what_fits import KIND, show_what_fits
from components.own_data.settings_files import show_settings
from components.own_data.store import current, own_sets, refusal
from components.page_frame import begin_page, how_this_works
from components.text import as_plain_text, counted
from core.errors import KernelscopeError, LimitError

frame = begin_page("data", "What is in your data?")
frame.check_link((KIND,))
sets = own_sets()

# the verdict
if not sets:
    sentence = "Drop a file, see how it is understood, and open it in any of the four labs."
    badges: list[Badge] = ["nothing kept yet"]
else:
    first = sets.get(current() or "", next(iter(sets.values())))
    sentence = (
        f"**{counted(len(sets), 'data set')}** of yours {'is' if len(sets) == 1 else 'are'} kept "
        f"here; the labs open on **{as_plain_text(first.title)}**."
    )
    held = sum(data_bytes(each) for each in sets.values())
    badges = [("yours", "yours"), bytes_in_words(held)]
frame.verdict(sentence, badges)
if said := refusal():
    show_error(LimitError(said))

# the files that are looked at
files = drop_zone()
given = given_files(files, together=False)
if belong_together(given):
    together = st.toggle(
        "The scans, places and beacons are parts of one survey",
        True,
        key="data-together",
        help="Off: each file is looked at alone.",
    )
    given = given_files(files, together=together)


def show(each: Given) -> None:
    """One of them, with what can be done with it."""
    if each.is_settings:
        try:
            show_settings(each.files[0].getvalue(), each.files[0].name)
        except KernelscopeError as error:
            show_error(error)
        return
    own = show_file(each)
    if own is not None:
        keep_form(own)


if given:
    with st.container(border=True, key="data-given"):
        if len(given) == 1:
            show(given[0])
        else:
            names = [
                ("⚠ " if each.problem else "") + as_plain_text(each.files[0].name, longest=24)
                for each in given
            ]
            for each, tab in zip(given, st.tabs(names), strict=True):
                with tab:
                    show(each)
        st.button("Put these files aside", icon=":material/close:", on_click=put_aside)

# what is kept, and what can be given
show_kept()
show_what_fits()
how_this_works("data")
frame.actions((KIND,), (), {"kept": list(sets)})
