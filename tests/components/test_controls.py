"""What holds for every control of every page."""

import ast

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
