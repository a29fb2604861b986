"""Lessons: what there is to learn, for whom, how long it takes, and a lesson of one's own."""

import streamlit as st

from components.controls import control
from components.glossary import whole_glossary
from components.lessons.cards import for_level, lessons_sentence, show_cards, show_upload
from components.lessons.class_list import show_classes
from components.lessons.draft import show_draft
from components.lessons.parameters import LEVEL
from components.lessons.shelf import built_in, lessons
from components.page_frame import begin_page, how_this_works

frame = begin_page("lessons", "What would you like to understand?")
frame.check_link((LEVEL,))

# the parameters
level = control(LEVEL)

# the verdict
shown = for_level(lessons(), level)
frame.verdict(
    lessons_sentence(shown), [f"{len(built_in())} built in", "no account, progress in this browser"]
)

# the lessons
show_classes()
show_cards(shown)
st.subheader("Bring a lesson", anchor=False)
show_upload()
st.subheader("Make a lesson", anchor=False)
show_draft()
with st.expander("Words that the verdicts use", icon=":material/dictionary:"):
    st.markdown(whole_glossary())
how_this_works("lessons")
frame.actions((LEVEL,), (), {"lessons": list(shown)})
