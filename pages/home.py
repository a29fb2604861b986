"""The front door: what a kernel is, four questions with their pictures, and where to begin."""

import streamlit as st

from components.cite import cite_panel
from components.home_pictures import QUESTIONS
from components.living_kernel import living_kernel
from components.system_status import show_system_status

# Who comes, what suits them first, and the door to it.
BEGINNINGS = (
    (
        "You learn.",
        "Lessons set the pages up, say what to look at, and ask. Begin with the phone in a "
        "hand, or with the story of one building.",
        "../pages/lessons.py",
        "Lessons",
        ":material/school:",
    ),
    (
        "You teach.",
        "One survey told through all four labs, for a projector. A lesson's *Copy link* opens it "
        "for a class at any step, with the controls that you leave.",
        "../pages/story.py",
        "The story: one building, four lenses",
        ":material/auto_stories:",
    ),
    (
        "You have data.",
        "Drop a file: the page says what it holds, what each lab will take, and opens it in any "
        "of them. Nothing leaves this machine.",
        "../pages/data.py",
        "Use your own data",
        ":material/folder_open:",
    ),
)

st.title("Kernel methods, seen at work", anchor=False)
words, picture = st.container(key="what_a_kernel_is").columns([0.54, 0.46], gap="medium")
with words:
    st.markdown(
        "A **kernel** says how alike two things are: two radio scans, two measurements, two nodes "
        "of a network. Four labs show what can be built on that, and where it ends: for students, "
        "for a class at a projector, and for engineers with data of their own. **New here? Take "
        "Localization first.** Nothing you upload leaves this machine."
    )
    with st.container(horizontal=True):
        for _, _, page, label, icon in BEGINNINGS:
            st.page_link(page, label=label, icon=icon, width="content")
with picture:
    living_kernel()

for row in (QUESTIONS[:2], QUESTIONS[2:]):
    for column, question in zip(st.columns(2, gap="small"), row, strict=True):
        with column:
            question.show()

st.subheader("Where to begin", anchor=False)
for column, (who, what, page, label, _) in zip(st.columns(3, gap="small"), BEGINNINGS, strict=True):
    with column, st.container(border=True, height="stretch"):
        st.markdown(f"**{who}** {what}")
        st.page_link(page, label=label, icon=":material/arrow_forward:")
st.markdown(
    "**Copy link** on every page keeps exactly what you see; **Download** saves the numbers, and "
    "the view as a step of a lesson."
)
show_system_status()
cite_panel("")
