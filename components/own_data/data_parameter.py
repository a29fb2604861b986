"""The parameter that chooses data: its list, what stands there first, and its words in links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.data_origin import YOURS
from components.own_data.own_set import OwnSet
from core.datasets import FingerprintSet, GraphData
from core.datasets.readers.result import DataSet
from core.parameters import Parameter

# What stood for one's own data in links before they had keys, and the kind that each meant.
EARLIER_WORDS: dict[str, Any] = {
    YOURS: DataSet,
    f"{YOURS}_points": DataSet,
    f"{YOURS}_survey": FingerprintSet,
    f"{YOURS}_graph": GraphData,
}


@dataclass(frozen=True, eq=False)
class Listed:
    """One's own set in a page's list: whether the page can use it, and whether it is current."""

    own: OwnSet
    fits: bool
    is_current: bool

    @property
    def label(self) -> str:
        """As it stands in the list."""
        return f"{self.own.title} (yours{'' if self.fits else ', not usable here'})"


def data_parameter(
    name: str,
    label: str,
    help: str,
    titles: Mapping[str, str],
    default: str,
    own: Sequence[Listed],
) -> Parameter:
    """The choice among data sets (key → title): the visitor's own stand first, usable ones before.

    The current one stands there until something else is chosen. In a link they stand by their
    keys: names of private files stand in no address.
    """
    own = sorted(own, key=lambda each: not each.fits)
    return Parameter(
        name,
        label,
        str,
        default,
        options=(*(each.own.key for each in own), *titles),
        labels=(*(each.label for each in own), *titles.values()),
        help=help,
        start=next((each.own.key for each in own if each.is_current and each.fits), None),
        earlier=tuple(_earlier(own)),
    )


def _earlier(own: Sequence[Listed]) -> Iterator[tuple[str, str]]:
    """What each earlier word stands for: the current set, else the first one, of its kind."""
    for word, kind in EARLIER_WORDS.items():
        meant = [each for each in own if isinstance(each.own.dataset, kind)]
        if meant:
            yield word, max(meant, key=lambda each: (each.fits, each.is_current)).own.key
