"""What holds for every control of every page."""

import ast

from streamlit.testing.v1 import AppTest

from components.project_folder import ROOT


def test_no_page_switches_a_control_off_without_a_reason():
    """``idle`` says why; a bare ``disabled`` would not."""
    calls = [
        (path.name, ast.unparse(call))
        for folder in ("pages", "components")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "control"
    ]
    assert len(calls) > 50
    assert [call for call in calls if "disabled=" in call[1]] == []


def explained_page() -> None:
    import streamlit as st

    from components.controls import control
    from core.depths import NO_DEPTHS, Depths
    from core.parameters import Parameter

    two = Parameter(
        "way",
        "Way",
        str,
        "short",
        options=("short", "long", "best"),
        depths=(
            Depths("Goes straight.", "$d = 1$. (Euclid.)"),
            Depths("Goes round.", "$d = 2$. (Other.)"),
            NO_DEPTHS,
        ),
    )
    off = st.toggle("off", key="off")
    control(two, idle="Switched off." if off else "")


def test_what_is_chosen_is_explained_below_its_control():
    app = AppTest.from_function(explained_page).run()

    def told() -> str:
        return " ".join(each.value for each in (*app.markdown, *app.caption))

    assert "Goes straight." in told()
    assert "$d = 1$" in told()
    app.segmented_control(key="way").set_value("long").run()
    assert "Goes round." in told()
    assert "Goes straight." not in told()
    app.segmented_control(key="way").set_value("best").run()  # an option that is no method
    assert "Goes" not in told()
    app.segmented_control(key="way").set_value("short").run()
    app.toggle(key="off").set_value(True).run()  # what does nothing now explains nothing
    assert "Goes" not in told()
