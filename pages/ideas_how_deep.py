"""How deep? What layer upon layer does to a kernel, and what is left of the data at the end."""

import streamlit as st

from components.controls import control
from components.ideas.depth.parameters import (
    DEGREE,
    DEPTH,
    DEPTH_PARAMETERS,
    LAYER,
    SHARE,
    TANGENT,
    WEIGHTS,
)
from components.ideas.depth.verdict import depth_sentence
from components.ideas.depth.view import (
    Network,
    accuracies,
    show_accuracy,
    show_curve,
    show_networks,
    show_signal,
)
from components.page_frame import begin_page, how_this_works
from core.ideas.depth_study import N_TEST, N_TRAIN

frame = begin_page("how-deep", "How deep should a kernel be?")
frame.check_link(DEPTH_PARAMETERS)

# the parameters
with st.sidebar:
    st.subheader("Network", anchor=False)
    layer = control(LAYER)
    unused = "" if layer == "hermite" else "Only the Hermite unit has it."
    share, degree = control(SHARE, idle=unused), control(DEGREE, idle=unused)
    depth, tangent = control(DEPTH), control(TANGENT)
    st.subheader("Signal", anchor=False)
    weights = control(WEIGHTS)
network = Network(layer, share, degree, depth, tangent)

# the computation
found = accuracies(network)

# the verdict
frame.verdict(
    depth_sentence(network, found),
    [
        ("measured", "measured"),
        f"digits: {N_TRAIN} to learn from, {N_TEST} to tell",
        "seed 0",
        "CPU",
    ],
)

# the pictures
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**How alike the network finds two inputs**")
    show_curve(network)
with right:
    st.markdown("**What that costs: handwritten digits**")
    show_accuracy(network, found)
st.caption(
    "What to notice: with every layer the curve flattens and all inputs look alike; the accuracy "
    "of the weights falls with it, that of ridge regression much later."
)
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**The size of a signal, layer by layer**")
    show_signal(weights)
with right:
    st.markdown("**Networks of finite width are not normal**")
    show_networks()
how_this_works("ideas_how_deep")
frame.actions(DEPTH_PARAMETERS, (), {"data": "digits", "origin": "measured"})
