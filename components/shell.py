"""The script that runs for every page: page settings, navigation, and the last net for errors."""

import streamlit as st

from components.closed_tabs import tab_is_closed
from components.failures import show_unexpected_error
from components.jobs import leave_jobs
from components.lessons.course import follow_link, set_up
from components.lessons.panel import show_panel
from components.link_state import remember_link
from components.memory import begin_run
from components.navigation import build_navigation
from components.present import (
    follow_presenting_link,
    keep_presenting_in_links,
    show_presenting,
)
from components.project_folder import ROOT
from components.theme_watch import watch_theme
from core.parallel import cancelled_when

st.set_page_config(
    page_title="Kernelscope",
    page_icon=str(ROOT / "assets" / "icons" / "kernelscope.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
st.logo(str(ROOT / "assets" / "icons" / "kernelscope.svg"), size="medium")
begin_run()
st.html(ROOT / "assets" / "style.css")
page = st.navigation(build_navigation(), position="top")
follow_presenting_link(page.url_path)
follow_link(page.url_path)
remember_link(page.url_path)
set_up(page.url_path)
keep_presenting_in_links()
watch_theme()
try:
    show_panel(page.url_path)
    show_presenting(page.url_path)
    with cancelled_when(tab_is_closed()):
        page.run()
    leave_jobs()
except Exception as error:  # noqa: BLE001 - the last net: logged under an id, shown as a box
    show_unexpected_error(error)
