"""A visitor's own model, kept in that visitor's session and run in a process of its own."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.live.roles import Role
from core.errors import ComputeError, ParameterError
from core.inference.live import LiveModel
from core.inference.live.fixes import Tracker
from core.inference.sandbox.places import Tell
from core.inference.sandbox.runner import SandboxedModel
from core.localization.experiment import Experiment

_KEY = "own_model"


@dataclass(frozen=True)
class ListedModel:
    """The visitor's model in a list of models: a key made of what its file holds, and its name.

    ``fits`` says whether it can follow a phone on the survey of the page.
    """

    key: str
    title: str
    fits: bool = True


@dataclass(frozen=True, eq=False)
class OwnModel:
    """The model with how it is to be used: which input takes the scan, which output answers, what
    stands for "not heard", and whether the answer is a position in metres or a score. ``key`` names
    the file by what it holds.
    """

    title: str
    model: SandboxedModel
    input_name: str
    output_name: str
    missing: float
    role: Role
    key: str = ""

    def answers(
        self, rss_dbm: NDArray[np.float64], tell: Tell | None = None
    ) -> NDArray[np.float64]:
        """(n, 2) metres or (n,) scores for scans (n, B) dBm; NaN rows where it gave nothing usable.

        ``tell`` hears how many models are before this one while it waits for its turn.
        ComputeError when the output has another shape than its role needs.
        """
        scans = np.where(np.isfinite(rss_dbm), rss_dbm, self.missing).astype(np.float32)
        found = np.asarray(
            self.model.run({self.input_name: scans}, tell=tell)[self.output_name], float
        )
        wanted = (len(scans), *self.role.shape)
        if found.shape[:1] != wanted[:1] or found.size != math.prod(wanted):
            raise ComputeError(
                f"The output {self.output_name!r} has shape {found.shape}; a {self.role.name} of "
                f"{len(scans)} scans needs {wanted}. Choose another output, or export the model "
                "with one row of output for each row of input."
            )
        usable = np.where(np.isfinite(found), found, np.nan)
        return usable.reshape(wanted)

    def grid_m(self, experiment: Experiment) -> NDArray[np.float64]:
        """The places of the survey, for the map; the model has none of its own."""
        return np.unique(experiment.survey.known_position_m, axis=0)

    def listed(self, experiment: Experiment) -> ListedModel:
        """The model in a list of models; it fits where it can follow a phone on this survey."""
        try:
            self._check_can_follow(experiment)
        except ParameterError:
            return ListedModel(self.key, self.title, fits=False)
        return ListedModel(self.key, self.title)

    def live_model(
        self, experiment: Experiment, make_tracker: Callable[[], Tracker] | None
    ) -> LiveModel:
        """The model as the loop runs it; only positions can be followed."""
        self._check_can_follow(experiment)
        return LiveModel(
            self.title,
            self.model,
            tuple(str(name) for name in experiment.survey.beacon_ids),
            self.grid_m(experiment),
            make_tracker,
            self.input_name,
            self.missing,
            self.output_name,
        )

    def _check_can_follow(self, experiment: Experiment) -> None:
        if self.role.cannot_follow:
            raise ParameterError(
                f"Your model {self.title!r} gives {self.role.cannot_follow}, not positions; it can "
                "be tried on the Models page, but there is nothing to follow on the map."
            )
        check_columns(self.model, self.input_name, experiment)


def check_columns(model: SandboxedModel, input_name: str, experiment: Experiment) -> None:
    """ParameterError, expected against found, when the input cannot take this survey's scans."""
    one = next(one for one in model.signatures if one.name == input_name)
    n_beacons = experiment.survey.n_beacons
    columns = one.shape[1] if len(one.shape) == 2 else None
    fits = len(one.shape) == 2 and (not isinstance(columns, int) or columns == n_beacons)
    if not fits or one.type not in ("tensor(float)", "tensor(double)"):
        raise ParameterError(
            f"The input {input_name!r} expects {one.describe()}; this survey has scans of float "
            f"(n, {n_beacons}), one column per beacon. Choose another input, or export the model "
            "for these beacons."
        )
    if isinstance(one.shape[0], int) and one.shape[0] != 1:
        raise ParameterError(
            f"The input {input_name!r} takes exactly {one.shape[0]} rows; export the model with a "
            "dynamic number of rows."
        )
    others = [other.name for other in model.signatures if other.name != input_name]
    if others:
        raise ParameterError(
            f"The model also needs the input {others[0]!r}, which this page cannot fill; "
            "export it with a default value for it."
        )


def own_model() -> OwnModel | None:
    """The model that this session uses, or None."""
    return st.session_state.get(_KEY)


def use_model(chosen: OwnModel) -> None:
    """Keep a model for this session; the one before ends."""
    forget_model(keep=chosen.model)
    st.session_state[_KEY] = chosen


def forget_model(keep: SandboxedModel | None = None) -> None:
    """Delete the model and end its process."""
    before = st.session_state.pop(_KEY, None)
    if before is not None and before.model is not keep:
        before.model.close()
