"""The sensitivity bands of the localization report: what to expect without tuning."""

import numpy as np

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.packet_log import PacketLog
from core.localization import (
    AdaptedLocator,
    Band,
    Experiment,
    KernelLocator,
    MapLocator,
    calibration_curve,
    sensitivity_band,
)
from core.localization.locator import Locator
from core.localization.scan_duration import DURATIONS_S, full_windows
from core.localization.sensitivity import settings_band

CALIBRATION_STOPS = 10


def band_lines(data: dict[str, Experiment], packets: PacketLog) -> list[str]:
    """Two tables in markdown: methods over the band, and real scan durations over the band."""
    lines = [
        "## Over the band of settings",
        "",
        "Mean error as the **median over 60 settings** (exponent b ∈ {2, e, 4, 6}, power ∈ {16,",
        "32, 64}, places that vote k ∈ {5, 10, 20, 40, 80}), with the lowest and highest in",
        "brackets. No validation on the survey alone was found to predict the order in use, so",
        "nothing is tuned. The smoothed map keeps a quarter of the survey's detail; ten stops are",
        "spread evenly along the path, five draws, and are left out of the error.",
        "",
        "| information used | P3 | P2 |",
        "|---|---|---|",
    ]
    rows = {
        "fingerprints only: kernel vote": fingerprints_band,
        "beacon positions: kernel vote on the smoothed map": positions_band,
        "beacon positions: kernel vote on path loss alone": path_loss_band,
        "beacon positions, unlabelled test scans (transductive): offsets adapted": adapted_band,
        f"beacon positions, {CALIBRATION_STOPS} calibration stops: map corrected": stops_band,
    }
    for name, band in rows.items():
        cells = [_cell(band(each, each.test)) for each in data.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        "Real scans of 1 to 10 s, rebuilt from the packets (only windows that are at least nine",
        "tenths full; P3's survey).",
        "",
        "| scan | scans | fingerprints only | beacon positions | path loss alone |",
        "|---|---|---|---|---|",
    ]
    for duration_s in DURATIONS_S:
        test = full_windows(packets, duration_s).only("test")
        cells = [
            _cell(band(data["P3"], test))
            for band in (fingerprints_band, positions_band, path_loss_band)
        ]
        lines.append(f"| {duration_s:g} s | {test.n_scans:,} | {' | '.join(cells)} |")
    return lines


def fingerprints_band(experiment: Experiment, test: FingerprintSet) -> Band:
    """The kernel vote over the band."""
    survey = experiment.survey
    return sensitivity_band(
        lambda settings: KernelLocator(**settings).fit(survey.rss_dbm, survey.known_position_m),
        test,
    )


def positions_band(experiment: Experiment, test: FingerprintSet) -> Band:
    """The kernel vote on the smoothed map over the band."""
    return sensitivity_band(lambda settings: _on_map(experiment, settings), test)


def path_loss_band(experiment: Experiment, test: FingerprintSet) -> Band:
    """The kernel vote on path loss alone over the band."""
    return sensitivity_band(lambda settings: _on_map(experiment, settings, share=0.0), test)


def adapted_band(experiment: Experiment, test: FingerprintSet) -> Band:
    """Offsets learned from the test scans, without their positions."""
    survey = experiment.survey

    def fit(settings: dict) -> Locator:
        inner = _map_locator(experiment, settings)
        adapted = AdaptedLocator(locator=inner).fit(survey.rss_dbm, survey.known_position_m)
        return adapted.adapt(test.rss_dbm)

    return sensitivity_band(fit, test)


def stops_band(experiment: Experiment, test: FingerprintSet) -> Band:
    """The map corrected by ten calibration stops, which are left out of the error."""
    rows = []
    for settings in settings_band():
        adapted = AdaptedLocator(locator=_map_locator(experiment, settings))
        curve = calibration_curve(experiment, counts=(CALIBRATION_STOPS,), locator=adapted)
        rows.append({**settings, "mean_m": next(iter(curve))["mean_m"]})
    return Band.of(rows)


def _map_locator(experiment: Experiment, settings: dict, share: float = 0.25) -> MapLocator:
    beacons_m = experiment.survey.beacon_position_m
    return MapLocator(beacon_position_m=beacons_m, residual_share=share, **settings)


def _on_map(experiment: Experiment, settings: dict, share: float = 0.25) -> MapLocator:
    survey = experiment.survey
    locator = _map_locator(experiment, settings, share)
    return locator.fit(survey.rss_dbm, survey.known_position_m)


def _cell(band: Band) -> str:
    low, high = np.round(band.range_m, 2)
    return f"**{band.median_m:.2f}** [{low:.2f}, {high:.2f}]"
