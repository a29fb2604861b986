"""Adding a model of one's own: upload, what was found, matching, and a try on the test scans."""

import hashlib
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.badges import badge
from components.data_origin import own_key
from components.failures import show_error
from components.live.model_turn import model_turn
from components.live.own_model import (
    OwnModel,
    check_columns,
    forget_model,
    own_model,
    use_model,
)
from components.live.roles import ROLES, Role, role_named
from components.own_data.kept_files import (
    KeptFile,
    file_row,
    forget_file,
    keep_file,
    kept_files,
    refused_file,
)
from components.own_data.store import outlives_session
from components.text import as_plain_text, one_line
from core.errors import KernelscopeError, WorkspaceError
from core.inference.sandbox.runner import SandboxedModel
from core.inference.signature import TensorSignature
from core.localization.experiment import Experiment

LARGEST_MB = 100
FILLS = {"NaN": float("nan"), "−105 dBm": -105.0, "−100 dBm": -100.0, "−110 dBm": -110.0, "0": 0.0}
TRIED_SCANS = 2_000


def show_own_model(experiment: Experiment) -> None:
    """The panel; a model that cannot be used leaves the one before in place."""
    mine = own_model()
    if said := refused_file():
        show_error(WorkspaceError(said))
    if mine is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"{badge('yours', 'yours')} **{as_plain_text(mine.title, longest=60)}** is in use."
            )
            st.page_link(
                "../pages/live.py", label="Follow it on the Live page", icon=":material/podcasts:"
            )
            st.button(
                "Delete my model",
                on_click=_forget,
                args=(mine.key,),
                type="tertiary",
                key="forget_model",
                help="Ends its process, frees its memory, and deletes what is kept of it.",
            )
    for each in kept_files("model"):
        in_use = mine is not None and mine.key == each.used["key"]
        if not in_use and file_row(each, use="Use it"):
            _use_kept(each, experiment)
    file = st.file_uploader(
        "An ONNX model for locating or scoring",
        max_upload_size=LARGEST_MB,
        key="own_model_file",
        help="One file, standard operators, one row of levels in dBm for each scan. It is "
        "inspected and run in a process of its own, with 1 GB of memory and 5 s per run, and "
        f"{'kept until you delete it' if outlives_session() else 'stays in this tab'}.",
    )
    if file is None:
        return
    try:
        data = file.getvalue()
        digest = hashlib.sha256(data).hexdigest()
        model = _opened(data, digest)
        _show_card(model)
        title, used = one_line(file.name, longest=60), _matching(model, own_key([data]))
        matched = _used_as(model, title, used)
        check_columns(model, matched.input_name, experiment)
        _try(matched, experiment)
        st.button(
            "Use this model",
            type="primary",
            key="use_model",
            on_click=_use,
            args=(matched, data, used),
            help="It can then be chosen on the Live page.",
        )
    except KernelscopeError as error:
        show_error(error)


def _use(matched: OwnModel, data: bytes, used: Mapping[str, str]) -> None:
    use_model(matched)
    keep_file("model", matched.title, data, used)


def _use_kept(each: KeptFile, experiment: Experiment) -> None:
    """Open a model that was kept, as it was used before; the one in use stays if that fails."""
    try:
        data = each.data()
        model = _opened(data, hashlib.sha256(data).hexdigest())
        matched = _used_as(model, each.title, each.used)
        check_columns(model, matched.input_name, experiment)
    except KernelscopeError as error:
        show_error(error)
        return
    use_model(matched)
    st.rerun()


def _forget(key: str) -> None:
    forget_model()
    for each in kept_files("model"):
        if each.used["key"] == key:
            forget_file(each.entry.key)


def _opened(data: bytes, digest: str) -> SandboxedModel:
    """The model of these bytes, opened once a session; the one before ends unless it is in use."""
    held = st.session_state.get("own_model_open")
    if held is not None and held[0] == digest:
        return held[1]
    mine = own_model()
    if held is not None and (mine is None or held[1] is not mine.model):
        held[1].close()
    st.session_state.pop("own_model_open", None)
    with st.spinner("Opening the model …"), model_turn() as tell:
        model = SandboxedModel(data, tell=tell)
    st.session_state["own_model_open"] = (digest, model)
    return model


def _show_card(model: SandboxedModel) -> None:
    card = model.card
    st.markdown(
        f"Understood as: an ONNX model, nodes: **{card['n_nodes']:,}**, opset {card['opset']}, "
        f"made by {as_plain_text(card['producer'] or 'an unnamed program')}."
    )
    rows = [("input", one) for one in model.signatures] + [("output", one) for one in model.results]
    st.dataframe(
        pd.DataFrame(
            [(kind, one.name[:60], one.describe()) for kind, one in rows],
            columns=["Kind", "Name", "Type and shape"],
        ),
        hide_index=True,
        alt="Inputs and outputs of the uploaded model",
    )


def _matching(model: SandboxedModel, key: str) -> dict[str, str]:
    """How the model is to be used; what was chosen for another file is not asked of this one."""
    columns = st.columns(4)
    role = columns[0].selectbox(
        "It answers with a",
        [each.name for each in ROLES],
        key=f"own_role-{key}",
        help="A position in metres in the survey's frame, or one number for each scan.",
    )
    numbers = [one for one in model.results if one.type != "tensor(string)"]
    chosen_input = columns[1].selectbox(
        "Input that takes the scan",
        model.inputs,
        key=f"own_input-{key}",
        help="One row per scan, one column per beacon, in the order of the survey.",
    )
    chosen_output = columns[2].selectbox(
        "Output that answers",
        [one.name for one in numbers],
        index=_likely(numbers, role_named(role)),
        key=f"own_output_{role}-{key}",
        help="Where the answer is.",
    )
    fill = columns[3].selectbox(
        "“Not heard” is given as",
        tuple(FILLS),
        key=f"own_fill-{key}",
        help="What the model was trained to see for a beacon that is silent.",
    )
    return {
        "role": role,
        "input": chosen_input,
        "output": chosen_output,
        "not heard": fill,
        "key": key,
    }


def _used_as(model: SandboxedModel, title: str, used: Mapping[str, str]) -> OwnModel:
    return OwnModel(
        title,
        model,
        used["input"],
        used["output"],
        FILLS[used["not heard"]],
        role_named(used["role"]),
        used["key"],
    )


def _likely(outputs: list[TensorSignature], role: Role) -> int:
    """The first output whose shape suits the role."""
    suiting = (index for index, one in enumerate(outputs) if role.suits(one.shape))
    return next(suiting, 0)


def _try(matched: OwnModel, experiment: Experiment) -> None:
    """All test scans, or the first 2,000, through the model."""
    test = experiment.test
    rows = slice(0, TRIED_SCANS)
    with model_turn() as tell:
        answers = matched.answers(test.rss_dbm[rows], tell)
    matched.role.show_tried(answers, test.known_position_m[rows])
