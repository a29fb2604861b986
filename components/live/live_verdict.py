"""The verdict of the live page: what the exported model costs and how exact it is."""

import math

from components.badges import BADGE_COLOURS, Badge
from components.live.models.verdict import short_length
from components.text import as_plain_text
from core.inference.export.metadata import PREFIX
from core.inference.live import LiveModel, Source
from core.localization.experiment import Experiment
from core.percentages import percent


def live_verdict(model: LiveModel, rate_hz: float) -> str:
    """One fix's time against the time there is, and the parity with the estimator."""
    runner = model.runner
    p50_ms = runner.latency.summary().p50_ms
    metadata = getattr(runner, "metadata", {})
    title, device = as_plain_text(model.title), runner.device.upper()
    sentence = (
        f"The dot is where **{title}** says that the phone is now, the rings say how sure that is. "
        f"It runs as an ONNX graph on the **{device}**"
    )
    if math.isfinite(p50_ms):
        sentence += (
            f" and has taken **{p50_ms:.2f} ms per fix** so far: at {rate_hz:.0f} fixes a second "
            f"that is {percent(p50_ms * rate_hz / 1000, 1)} of one core"
        )
    parity = metadata.get(f"{PREFIX}parity_error")
    if parity is not None:
        unit = metadata.get(f"{PREFIX}parity_unit", "")
        sentence += f". It agrees with the library's estimator to {_small(float(parity), unit)}"
        if unit == "m":  # an export is refused from a millimetre on
            sentence += ", far less than a fix is off"
    return sentence + "."


def live_badges(experiment: Experiment, source: Source | None, model: LiveModel) -> list[Badge]:
    """Where the stream comes from, the survey, and what runs where and why."""
    origin = source.origin if source is not None else "no source"
    runner = model.runner
    return [
        (f"stream: {origin}", origin if origin in BADGE_COLOURS else "plain"),
        (f"survey: {experiment.origin}", experiment.origin),
        f"places: {len(model.grid_m):,}, beacons: {len(model.beacon_ids)}",
        f"{runner.device.upper()}: {runner.reason}",
    ]


def _small(value: float, unit: str) -> str:
    if unit == "m":
        return short_length(value)
    return f"{value:.1g} {unit}"
