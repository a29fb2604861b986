"""The density lab in one small picture: the leave-one-out curve of real data over the regimes."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components.density.scan_charts import likelihood_figure
from core.datasets import PointCloud, load
from core.datasets.preparation import prepare_points
from core.density.bandwidth_scan import BandwidthScan, scan_bandwidths
from core.density.diagnosis import diagnosis_at

DATA = "wine"


@dataclass(frozen=True)
class HomePicture:
    """A figure, its sentence and its alt text."""

    figure: go.Figure
    sentence: str
    alt: str


def bandwidth_of_wine() -> HomePicture:
    """178 wines at Scott's bandwidth, and what leave-one-out says of it."""
    scan = _scan()
    found = diagnosis_at(scan, scan.h_scott)
    figure = likelihood_figure(scan, scan.h_scott)
    figure.update_layout(height=320, showlegend=False, margin={"l": 0, "r": 0, "t": 8, "b": 0})
    k_eff = float(np.median(scan.participation(scan.h_scott)))
    return HomePicture(
        figure,
        f"{len(scan.points.values)} wines, 13 measurements each: Scott's rule puts "
        f"**{found.regime_shares['condensed']:.0%} of them** in the condensed regime, where a "
        f"median of {k_eff:.1f} points carry each estimate.",
        "Leave-one-out log density of the wine data against the bandwidth, over three regimes.",
    )


@st.cache_resource(max_entries=1, show_spinner=False)
def _scan() -> BandwidthScan:
    cloud = load(DATA)
    assert isinstance(cloud, PointCloud)  # noqa: S101 - the catalogue's wine is a table
    return scan_bandwidths(prepare_points(cloud)[0].values)
