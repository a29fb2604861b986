"""The settings of the live page; what can be chosen follows the survey and the machine."""

from collections.abc import Iterable

from components.live.own_model import ListedModel
from components.live.sources import sources_for
from components.live.trackers import TRACKERS
from core.datasets.simulation.poses import HELD
from core.depths import NO_DEPTHS
from core.inference.live.play_clock import FASTEST, SLOWEST
from core.localization.experiment import Experiment
from core.localization.methods import exported_methods, method
from core.localization.tracker_table import tracker_named
from core.parameters import Parameter

OWN_MODEL, NO_MODEL = "own", "none"
DEVICES = {"auto": "Auto", "cpu": "CPU", "cuda": "GPU"}


def model_options(experiment: Experiment) -> dict[str, str]:
    """Keys and titles of the models that this survey can have."""
    return {row.key: row.title for row in exported_methods(experiment)}


def live_parameters(experiment: Experiment, *, own: ListedModel | None) -> dict[str, Parameter]:
    """By name; all of them belong to the link except what a broker or file needs.

    ``own`` is the visitor's own model: it stands first and runs where it can follow this survey.
    """
    sources, models = sources_for(experiment), model_options(experiment)
    first = next(iter(models))
    if own is not None:
        models = {OWN_MODEL: "My own ONNX model"} | models
    compared = {NO_MODEL: "Nothing", **models, "cpu": "The same model on the CPU"}
    rows = (
        Parameter(
            "live_source",
            "Source",
            str,
            sources[0].key,
            options=tuple(row.key for row in sources),
            labels=tuple(row.label for row in sources),
            help="Where the levels come from: a phone that is simulated, scans that were recorded, "
            "or radio that is heard right now.",
        ),
        Parameter(
            "live_pose",
            "Phone held",
            str,
            HELD[0],
            options=HELD,
            labels=tuple(name.capitalize() for name in HELD),
            help="How the simulated phone is carried: in a pocket or a bag levels fall, and the "
            "dot strays further from the cross.",
        ),
        Parameter(
            "live_speed",
            "Speed",
            float,
            1.0,
            minimum=max(0.5, SLOWEST),
            maximum=min(20.0, FASTEST),
            step=0.5,
            unit="×",
            help="How fast a replay or the walker plays. The window keeps its length in the "
            "recording's own time.",
        ),
        Parameter(
            "live_model",
            "Model",
            str,
            first,
            options=tuple(models),
            labels=tuple(models.values()),
            depths=tuple(NO_DEPTHS if key == OWN_MODEL else method(key).depths for key in models),
            start=OWN_MODEL if own is not None and own.fits else None,
            links=_in_links(models, own),
            help="The locator that runs as an ONNX graph. The dot, the heat and the error are its.",
        ),
        Parameter(
            "live_compare",
            "Compare with",
            str,
            NO_MODEL,
            options=tuple(compared),
            labels=tuple(compared.values()),
            links=_in_links(compared, own),
            help="A second dot from the same stream: another model, or the same one on the CPU.",
        ),
        Parameter(
            "live_device",
            "Device",
            str,
            "auto",
            options=tuple(DEVICES),
            labels=tuple(DEVICES.values()),
            help="Where the graph runs. Auto takes a GPU where there is one; the badge says what "
            "really runs, and why.",
        ),
        Parameter(
            "live_tracker",
            "Along the walk",
            str,
            "filter",
            options=tuple(row.key for row in TRACKERS),
            labels=tuple(row.label for row in TRACKERS),
            depths=tuple(tracker_named(row.key).depths for row in TRACKERS),
            help="What earlier windows say about this one: nothing, a running average, or a "
            "walker who cannot jump through walls.",
        ),
        Parameter(
            "live_window",
            "Window",
            float,
            2.0,
            minimum=1.0,
            maximum=10.0,
            step=0.5,
            unit="s",
            help="Levels are averaged over this many seconds. Long: calm, but behind the walker. "
            "Short: quick, but noisy.",
        ),
        Parameter(
            "live_rate",
            "Fixes per second",
            int,
            25,
            minimum=20,
            maximum=50,
            step=5,
            unit="Hz",
            help="How often the loop behind the page locates every phone. The picture is painted "
            "four times a second and glides in between.",
        ),
    )
    return {row.name: row for row in rows}


def _in_links(models: Iterable[str], own: ListedModel | None) -> tuple[str, ...]:
    if own is None:
        return ()
    return tuple(own.key if key == OWN_MODEL else key for key in models)
