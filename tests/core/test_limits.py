"""Every limit is documented and used."""

from pathlib import Path

import pytest

from core.errors import LimitError
from core.limits import LIMITS, check_limit

ROOT = Path(__file__).resolve().parents[2]


def test_a_refusal_names_value_limit_and_way_out():
    with pytest.raises(LimitError, match=r"6,000 columns; the limit is 5,000\. Keep"):
        check_limit("columns", 6000, what="The table")


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_used_somewhere(name):
    used = [
        path
        for folder in ("core", "components", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "limits.py" and f'"{name}"' in path.read_text(encoding="utf-8")
    ]
    assert used, f"the limit {name} guards nothing"
