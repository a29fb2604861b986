"""The density lab in one small picture: the leave-one-out curve of real data over the regimes."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.charts import drawn, label_font
from components.density.regime_bands import REGIME_NAMES, regime_bands
from components.density.scan.charts import likelihood_figure
from components.home_card import PICTURE_PX, HomePicture
from components.memory import once, shared
from core.datasets import PointCloud, load
from core.datasets.preparation import prepare_points
from core.density.bandwidth_scan import BandwidthScan, scan_bandwidths
from core.density.count_words import count_of

DATA = "wine"


def bandwidth_of_wine() -> HomePicture:
    """178 wines: what the best bandwidth gains over a rule of thumb, and what it rests on."""
    scan = _scan()
    return HomePicture(
        _figure(scan),
        wine_sentence(scan),
        "Leave-one-out log density of the wine data against the bandwidth, over three regimes.",
    )


@once
def wine_sentence(scan: BandwidthScan) -> str:
    """Nats gained over Scott's rule, and the points that carry an estimate at the best h."""
    gain = scan.loo_log_likelihood - scan.log_likelihood_of(scan.h_scott)
    k_eff = float(scan.quantile(scan.participation(scan.h_loo), 0.5))
    return (
        f"{len(scan.points.values)} wines, 13 measurements each: the best bandwidth gains **"
        f"{gain:.1f} nats per wine** over Scott's rule. Yet each estimate "
        f"rests on about {count_of(k_eff)} of them: in the condensed regime a few points carry all."
    )


@drawn
def _figure(scan: BandwidthScan) -> go.Figure:
    figure = go.Figure(likelihood_figure(scan, scan.h_loo).to_dict())
    figure.update_layout(
        height=PICTURE_PX,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        annotations=_band_names(scan),  # the labels of the lines have no room here
    )
    figure.update_xaxes(title={"text": "Bandwidth h", "standoff": 6})
    figure.update_yaxes(title={"text": "Log density, nats", "standoff": 12}, nticks=5)
    return figure


def _band_names(scan: BandwidthScan) -> list[dict[str, Any]]:
    """The name of each regime, written upwards in the middle of its band."""
    low, high = float(scan.bandwidths[0]), float(scan.bandwidths[-1])
    middle = float(scan.quantile(scan.neighborhoods.local_condensation, 0.5))
    bands = regime_bands(middle, float(np.sqrt(2)) * middle, low, high)
    return [
        {
            "x": float(np.log10(band["x0"] * band["x1"]) / 2),
            "y": 0.04,
            "yref": "paper",
            "yanchor": "bottom",
            "text": name,
            "textangle": -90,
            "showarrow": False,
            "font": label_font(),
        }
        for band, name in zip(bands, REGIME_NAMES.values(), strict=False)
    ]


@shared()
def _scan() -> BandwidthScan:
    cloud = load(DATA)
    assert isinstance(cloud, PointCloud)  # noqa: S101 - the catalogue's wine is a table
    return scan_bandwidths(prepare_points(cloud)[0].values)
