"""Every limit is documented and used."""

from pathlib import Path

import pytest

from core.errors import LimitError
from core.limits import (
    LEAST_FREE_BYTES,
    LIMITS,
    LONGEST_CLASS,
    LONGEST_UNOPENED,
    check_limit,
    value_of,
)

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


APART = (LEAST_FREE_BYTES, LONGEST_UNOPENED, LONGEST_CLASS)
ADJUSTABLE = [limit for limit in (*LIMITS.values(), *APART) if limit.adjustable]


@pytest.mark.parametrize("limit", ADJUSTABLE, ids=lambda limit: limit.name)
def test_what_the_environment_sets_is_documented_with_its_default(limit, monkeypatch):
    rows = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if f"`{limit.variable}` |" in row]
    assert row.endswith(f" {limit.maximum:,} |")
    assert value_of(limit) == limit.maximum
    monkeypatch.setenv(limit.variable, " 12 ")
    assert value_of(limit) == 12


def test_what_is_not_adjustable_stays_as_it_is(monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_COLUMNS", "7")
    assert value_of(LIMITS["columns"]) == LIMITS["columns"].maximum
