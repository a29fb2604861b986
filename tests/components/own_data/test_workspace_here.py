"""Which folder is used, and who the owner is."""

import os
from pathlib import Path

import platformdirs
import pytest

from components.own_data import workspace_here
from components.own_data.workspace_here import workspace_folder
from core.errors import WorkspaceError
from tests.conftest import WORKSPACE


def at(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    monkeypatch.setattr(workspace_here.st, "get_option", lambda name: address)


def test_tests_never_touch_what_a_developer_keeps(monkeypatch):
    """Nor would they without the variable, nor would a server that they start."""
    assert str(workspace_folder()).startswith(WORKSPACE)
    monkeypatch.delenv("KERNELSCOPE_WORKSPACE")
    at(monkeypatch, "127.0.0.1")
    if os.name == "posix" and "darwin" not in os.sys.platform:
        assert str(workspace_folder()).startswith(WORKSPACE)


def test_the_environment_names_the_folder_or_switches_it_off(monkeypatch, tmp_path):
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", str(tmp_path))
    assert workspace_folder() == tmp_path
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", "~/kept")
    assert workspace_folder() == Path.home() / "kept"
    for off in ("off", "OFF "):
        monkeypatch.setenv("KERNELSCOPE_WORKSPACE", off)
        assert workspace_folder() is None
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", "kept/here")
    with pytest.raises(WorkspaceError, match="'kept/here'; it must be a whole path"):
        workspace_folder()


def test_a_server_for_others_keeps_nothing_unless_it_is_told_where(monkeypatch, tmp_path):
    monkeypatch.delenv("KERNELSCOPE_WORKSPACE")
    at(monkeypatch, "127.0.0.1")
    assert workspace_folder() == platformdirs.user_data_path("kernelscope", False) / "workspace"
    for address in ("0.0.0.0", None, "192.0.2.7"):
        at(monkeypatch, address)
        assert workspace_folder() is None
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE", str(tmp_path))
    assert workspace_folder() == tmp_path


NUMBER = "a" * 42 + "0"


class User(dict):
    """As ``st.user`` is of somebody who is signed in."""

    is_logged_in = True


@pytest.fixture
def visited(monkeypatch):
    """A page that is served, with cookies to be filled in."""
    cookies: dict[str, str] = {}
    monkeypatch.setattr(workspace_here.runtime, "exists", lambda: True)
    context = type("Context", (), {"cookies": cookies})
    monkeypatch.setattr(workspace_here.st, "context", context)
    monkeypatch.setattr(workspace_here.st, "user", {})
    return cookies


def test_the_owner_is_a_hash_of_the_cookie_and_nobody_without_one(visited):
    assert workspace_here.owner_here() is None
    visited["kernelscope_owner"] = "guessed"
    assert workspace_here.owner_here() is None
    visited["kernelscope_owner"] = NUMBER
    owner = workspace_here.owner_here()
    assert owner.startswith("browser ")
    assert NUMBER not in owner
    visited["kernelscope_owner"] = NUMBER.replace("0", "1")
    assert workspace_here.owner_here() != owner


def test_whoever_is_signed_in_is_the_owner_in_every_browser(visited, monkeypatch):
    ann = User(iss="https://id.example.org", sub="17", email="ann@example.org")
    monkeypatch.setattr(workspace_here.st, "user", ann)
    first = workspace_here.owner_here()
    visited["kernelscope_owner"] = NUMBER
    assert workspace_here.owner_here() == first
    monkeypatch.setattr(workspace_here.st, "user", User(iss="https://other.example.org", sub="17"))
    assert workspace_here.owner_here() not in (first, None)


def test_without_a_server_nothing_is_kept():
    assert workspace_here.workspace_here() is None
