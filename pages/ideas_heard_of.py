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

frame = begin_page("heard-of", "Do the kernels that you have heard of help?")
frame.check_link(HEARD_PARAMETERS)

# the parameters
with st.sidebar:
    idea = control(IDEA)
    t = control(T, disabled=idea != "machine")
    log_ridge = control(RIDGE, disabled=idea != "distillation")
    mix = control(MIX, disabled=idea != "distillation")
    rounds = control(ROUNDS, disabled=idea != "distillation")
    n_qubits = control(QUBITS, disabled=idea != "quantum")
    band = control(BAND, disabled=idea != "quantum")

# verdict and pictures
if idea == "machine":
    show_machine(frame, t)
elif idea == "distillation":
    show_distillation(frame, log_ridge, mix, rounds)
else:
    show_quantum(frame, n_qubits, band)
how_this_works("ideas_heard_of")
frame.actions(HEARD_PARAMETERS, (), {"idea": idea})
