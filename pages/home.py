"""The front door: four questions, a live picture for each lab that is open, and where to begin."""

import streamlit as st

from components.home_pictures import QUESTIONS
from components.system_status import show_system_status

st.title("Kernel methods, seen at work", anchor=False)
st.markdown(
    "Four labs, four questions. Each answers in one sentence computed from the data on screen, "
    "then shows the picture behind it. Built-in data need no network; your own data stay on this "
    "machine."
)

for row in (QUESTIONS[:2], QUESTIONS[2:]):
    for column, question in zip(st.columns(2, gap="large"), row, strict=True):
        with column.container(border=True, height="stretch", key=f"lab-{question.key}"):
            st.subheader(question.lab, anchor=False)
            st.markdown(f"**{question.question}**")
            question.draw()

st.subheader("Where to begin", anchor=False)
st.markdown(
    "1. Open **Localization → Where?** and press **Play the walk**: a phone is carried through a "
    "building, and the map shows where it seems to be, scan by scan.\n"
    "2. Switch a beacon off, or choose another representation, and watch the verdict change.\n"
    "3. **Copy link** keeps exactly what you see; **Download** takes the numbers away.\n"
    "4. Bring your own survey: the sidebar takes CSV files and shows how it understood them."
)
show_system_status()
