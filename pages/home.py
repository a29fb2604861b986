"""The front door: what a kernel is, four questions with their pictures, and where to begin."""

import streamlit as st

from components.home_pictures import QUESTIONS
from components.system_status import show_system_status

st.title("Kernel methods, seen at work", anchor=False)
st.markdown(
    "A **kernel** says how alike two things are: two radio scans, two measurements, two nodes of a "
    "network. Four labs show what can be built on that, and where it ends: for students, for a "
    "class at a projector, and for engineers with data of their own. **New here? Take Localization "
    "first.** Nothing you upload leaves this machine."
)

st.page_link(
    "../pages/data.py", label="Use your own data", icon=":material/folder_open:", width="content"
)

for row in (QUESTIONS[:2], QUESTIONS[2:]):
    for column, question in zip(st.columns(2, gap="small"), row, strict=True):
        with column:
            question.show()

st.subheader("Where to begin", anchor=False)
st.markdown(
    "1. Open **Localization → Where?** and press **Play the walk**: a phone is carried through a "
    "building, and the map shows where it seems to be, scan by scan.\n"
    "2. Switch a beacon off, or choose another representation, and watch the verdict change.\n"
    "3. Continue with what is closest to your own work: densities (**KDE regimes → Your data**), "
    "networks (**Graph clustering → One graph**), or maps of points (**Heat geodesics → Map**).\n"
    "4. **Copy link** keeps exactly what you see; **Download** saves the numbers.\n"
    "5. Bring your own data: the **Data** page takes your files, says what they are and shows how "
    "it understood them; each lab's sidebar takes them too."
)
show_system_status()
