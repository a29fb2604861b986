"""Heard of? Three famous kernels, tried: what each brings, on data that anybody has."""

import streamlit as st

from components.controls import control
from components.ideas.heard.distillation import show_distillation
from components.ideas.heard.machine import show_machine
from components.ideas.heard.parameters import (
    BAND,
    HEARD_PARAMETERS,
    IDEA,
    MIX,
    QUBITS,
    RIDGE,
    ROUNDS,
    T,
)
from components.ideas.heard.quantum import show_quantum
from components.page_frame import begin_page, how_this_works

frame = begin_page("heard-of", "Do kernels you have heard of help?")
frame.check_link(HEARD_PARAMETERS)

# the parameters of the idea, verdict and pictures
with st.sidebar:
    idea = control(IDEA)
if idea == "machine":
    with st.sidebar:
        t = control(T)
    show_machine(frame, t)
elif idea == "distillation":
    with st.sidebar:
        log_ridge, mix, rounds = control(RIDGE), control(MIX), control(ROUNDS)
    show_distillation(frame, log_ridge, mix, rounds)
else:
    with st.sidebar:
        n_qubits, band = control(QUBITS), control(BAND)
    show_quantum(frame, n_qubits, band)
how_this_works("ideas_heard_of")
frame.actions(HEARD_PARAMETERS, (), {"idea": idea})
