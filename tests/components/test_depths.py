"""Every row of every table of methods says what it is, at two depths."""

import re
from collections import Counter

import pytest

from components.embedding.side.methods import HEAT_ROWS
from core.density.bandwidth_rules import BANDWIDTH_RULES
from core.density.kernels import KERNEL_TABLE as DENSITY_KERNELS
from core.density.local.choices import ESTIMATORS
from core.depths import Depths
from core.embedding.companions.registry import COMPANIONS
from core.embedding.time_rules import TIME_RULES
from core.graphs.clusterers import CLUSTERERS
from core.graphs.measures import MEASURE_TABLE
from core.localization.kernels import KERNEL_TABLE as FINGERPRINT_KERNELS
from core.localization.methods import METHODS
from core.localization.representations import REPRESENTATION_TABLE
from core.localization.tracker_table import TRACKERS

TABLES: dict[str, dict[str, Depths]] = {
    "measures": {key: row.depths for key, row in MEASURE_TABLE.items()},
    "clusterers": {key: row.depths for key, row in CLUSTERERS.items()},
    "density kernels": {key: row.depths for key, row in DENSITY_KERNELS.items()},
    "estimators": {key: row.depths for key, row in ESTIMATORS.items()},
    "bandwidth rules": {key: row.depths for key, row in BANDWIDTH_RULES.items()},
    "rules for t": {key: row.depths for key, row in TIME_RULES.items()},
    "heat geodesics": {key: row.depths for key, row in HEAT_ROWS.items()},
    "companions": {key: row.depths for key, row in COMPANIONS.items()},
    "locators and exported models": {row.key: row.depths for row in METHODS},
    "fingerprint kernels": {key: row.depths for key, row in FINGERPRINT_KERNELS.items()},
    "representations": {key: row.depths for key, row in REPRESENTATION_TABLE.items()},
    "trackers": {row.key: row.depths for row in TRACKERS},
}
ROWS = [(f"{name}: {key}", depths) for name, rows in TABLES.items() for key, depths in rows.items()]
LONGEST = 25  # words
YEAR = re.compile(r"\b(19|20)\d\d\b")
FORMULA = re.compile(r"\$[^$]+\$")


@pytest.mark.parametrize(("name", "depths"), ROWS, ids=[name for name, _ in ROWS])
def test_a_row_says_what_it_is_in_plain_words_and_in_mathematics(name: str, depths: Depths) -> None:
    plain, mathematics = depths.plain, depths.mathematics
    assert plain.endswith(".")
    assert 5 <= len(plain.split()) <= LONGEST, name
    assert not re.search(r"[$\\_^{}=]", plain), name
    assert FORMULA.search(mathematics), name
    assert mathematics.count("$") % 2 == 0, name
    assert YEAR.search(mathematics), f"{name} names no source"
    assert len(FORMULA.sub("", mathematics).split()) >= 10, name
    assert mathematics[-1] in ".)", name


def test_no_row_repeats_another_one() -> None:
    for texts in ([d.plain for _, d in ROWS], [d.mathematics for _, d in ROWS]):
        assert [text for text, count in Counter(texts).items() if count > 1] == []
