"""Phase diagram: where a kernel density estimate stops being one, for any n, d and h."""

import time

import numpy as np
import streamlit as st

from components.charts import chart
from components.controls import control
from components.density.law_charts import participation_rows, show_law, show_weights
from components.density.phase.click import CHART, take_click
from components.density.phase.figure import phase_figure, phase_table
from components.density.phase.further.drawn_points import show_drawn_points
from components.density.phase.further.energy import show_energy
from components.density.phase.further.parameters import (
    DRAWN,
    ENERGY,
    FURTHER,
    FURTHER_PARAMETERS,
    NUMBERS,
    SPECTRUM,
)
from components.density.phase.further.spectrum import show_spectrum
from components.density.phase.parameters import (
    BANDWIDTH,
    DATA_SETS,
    DIMENSIONS,
    KERNEL,
    LOG10_POINTS,
    PHASE_PARAMETERS,
    SEED,
)
from components.density.phase.play import play_switch, take_step
from components.density.phase.results import Setting, phase_lines, phase_point
from components.density.phase.verdict import law_sentence, phase_sentence
from components.failures import show_error
from components.page_frame import begin_page, how_this_works
from core.density.count_words import count_text
from core.errors import KernelscopeError, ParameterError

frame = begin_page("phase-diagram", "Does this bandwidth still estimate a density?")
parameters = (*PHASE_PARAMETERS, *FURTHER_PARAMETERS)
frame.check_link(parameters)

# the parameters
take_step()
with st.sidebar:
    st.subheader("Data", anchor=False)
    d, log10_n = control(DIMENSIONS), control(LOG10_POINTS)
    st.subheader("Estimate", anchor=False)
    kernel, h = control(KERNEL), control(BANDWIDTH)
    st.subheader("Simulation", anchor=False)
    n_data_sets, seed = control(DATA_SETS), control(SEED)
setting = Setting(log10_n * float(np.log(10)), d, h, kernel, n_data_sets, seed)

# the computation
started = time.perf_counter()
try:
    point = phase_point(setting)
except KernelscopeError as error:
    show_error(error)
    frame.actions(parameters)
    st.stop()
took_s = time.perf_counter() - started

# the verdict
frame.verdict(
    phase_sentence(point),
    [
        ("simulated", "simulated"),
        f"n = {count_text(setting.log_n)}",
        f"d = {d}",
        f"α = {setting.alpha:.3f}",
        f"{n_data_sets:,} data sets, seed {seed}",
        f"{1000 * took_s:.0f} ms",
    ],
)

# the pictures
left, right = st.columns([0.56, 0.44], gap="large")
with left:
    chart(
        phase_figure(point),
        key=CHART,
        first=True,
        alt="Phase diagram over the logarithm of n per dimension and the bandwidth: condensed, "
        "heavy-tailed and Gaussian regimes, the optimum, Scott's rule and measured optima.",
        table=phase_table(phase_lines(kernel)),
        on_select=take_click,
        selection_mode="points",
    )
    play_switch(point)
with right:
    st.markdown(f"**log ρ̂(x) over {n_data_sets:,} data sets, at one typical x**")
    show_law(point)
    st.caption(law_sentence(point))
    st.markdown("**Which points carry the estimate**")
    show_weights(point)
st.caption(
    "What to notice: the rules of thumb run through the condensed regime, and the measured optima "
    "leave the asymptotic line as d falls: the theory is for α = log n / d below about 0.5. Click "
    "anywhere to draw data sets there."
)

# the numbers, the curves along h, other data
further = control(FURTHER)
if further == NUMBERS:
    st.dataframe(
        participation_rows(point),
        hide_index=True,
        alt="Simulated moments beside those of the theory",
    )
elif further == ENERGY:
    show_energy(point)
elif further == SPECTRUM:
    show_spectrum(point)
elif further == DRAWN:
    show_drawn_points(point)
else:
    raise ParameterError(f"There is nothing called {further!r} below the diagram.")
st.caption(
    f"At this n and d the exact law of distances puts $h_G$ at {point.condensation:.3f} and "
    f"$h_{{CLT}}$ at {point.clt:.3f} (in the limit of many dimensions "
    f"{point.theory.h_condensation:.3f} and {point.theory.h_clt:.3f}; best $h^*$ = "
    f"{point.theory.h_optimal:.3f}). Theory uses the exact local slope μ; the limit "
    "still neglects terms of order (log d)/d."
)
how_this_works("density_phase_diagram")
frame.actions(
    parameters,
    (),
    {
        "alpha": setting.alpha,
        "tail_index": point.tail_index,
        "h_condensation": point.condensation,
        "h_clt": point.clt,
    },
)
