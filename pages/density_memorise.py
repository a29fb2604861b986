"""Memorisation: when does a generator only give its rows back, and what prevents it?"""

import time

import streamlit as st

from components.controls import control
from components.density.memorise.curves import show_committed, show_errors
from components.density.memorise.job import split_of, study_job
from components.density.memorise.parameters import (
    AXES,
    GENERATOR,
    LABELS,
    LEARNED,
    SPLIT_SEED,
    STOP,
    STOPS,
    TRAINED,
    scale_of_columns,
)
from components.density.memorise.pictures import show_samples
from components.density.memorise.table import generator_downloads, show_generators
from components.density.memorise.verdict import (
    generators_table,
    memorise_sentence,
    theory_sentence,
    told_apart_sentence,
)
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from components.points.choice import choose_points
from components.text import as_plain_text, counted
from core.density.diffusion.study import N_LEVELS
from core.errors import KernelscopeError

frame = begin_page("memorise", "When does a generator only give its data back?")

# the data and the parameters
with st.sidebar:
    choice = choose_points(frame, "digits")
points = choice.payload
standardise = scale_of_columns(points)
parameters = (*choice.parameters, standardise, AXES, LEARNED, SPLIT_SEED, TRAINED, GENERATOR, STOP)
frame.check_link(parameters)
with st.sidebar:
    scaled, n_axes = control(standardise), control(AXES)
    n_learned, seed = control(LEARNED), control(SPLIT_SEED)
    st.subheader("Generators", anchor=False)
    trained, shown = control(TRAINED), control(GENERATOR)

# the computation
started = time.perf_counter()
try:
    split = split_of(points, n_learned, n_axes, seed, standardise=scaled)
    key = (points.key, scaled, n_axes, n_learned, seed)
    found = study_job(points, split, key, seed, trained=trained)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
if found is None:
    frame.verdict("The generators were stopped; **Resume** goes on with them.")
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started
if shown not in found.generators:
    st.info(f"{LABELS[shown]} is not there: switch on “{TRAINED.label}”.")
    shown = "exact"

# the verdict
frame.verdict(
    memorise_sentence(found),
    [
        (points.origin, points.origin),
        f"{counted(len(split.rows), 'row')} learned, {len(split.unseen):,} not",
        counted(split.rows.shape[1], "dimension"),
        f"seed {seed}",
        f"{1000 * took_s:.0f} ms",
    ],
)

# the pictures
samples = st.container()
stop = control(STOP)
level = N_LEVELS - len(STOPS) + [f"{each:.2f}" for each in STOPS].index(stop)
with samples:
    show_samples(points, split, found, shown, level)
st.caption(
    "What to notice: the dotted errors, on learned rows, fall to nothing where those on unseen "
    "rows stall. A model that only fits its rows better can do nothing but return them. "
    + told_apart_sentence(found)
)
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**From which noise on a noised row stays with one row**")
    show_committed(found)
    st.caption(theory_sentence(found))
with right:
    st.markdown("**What each guesses of rows it learned (dotted) and of others**")
    show_errors(found)

# the numbers
table = generators_table(found, level)
show_generators(table)
st.caption(f"What was done: {as_plain_text(' '.join((*points.notices, *split.steps)))}")
how_this_works("density_memorise")
frame.actions(
    parameters,
    generator_downloads(table, points, split, found.generators[shown].samples[level]),
    {
        "data": points.key,
        "origin": points.origin,
        "preparation": split.steps,
        "h_collapse": found.study.collapse,
        "h_half_committed": found.study.half,
        "h_loo": found.study.loo,
        "copies_exact": float(found.generators["exact"].copied[-1]),
        "copies_blob": float(found.generators["blob"].copied[-1]),
    },
)
