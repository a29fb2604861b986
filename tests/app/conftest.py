"""Dialogs for a visitor's own files, whose forms lie open in the sidebar.

``AppTest`` runs the whole page at every step, which closes a dialog; so its form is drawn in place.
"""

from collections.abc import Callable

import pytest

from components.graphs import upload_dialog as graphs
from components.localization import upload_dialog as surveys
from components.points import upload_dialog as points


@pytest.fixture
def dialogs_lie_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (points, graphs, surveys):
        monkeypatch.setattr(module, "_dialog", module._dialog.__wrapped__)
        monkeypatch.setattr(module, "offer_dialog", offer_in_place)


def offer_in_place(what: str, open_dialog: Callable[[], None]) -> None:
    open_dialog()
