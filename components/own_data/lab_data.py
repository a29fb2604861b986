"""What a lab gives to choose from, and what it makes of a set that a visitor brings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from components.guelph_panel import folder_for
from components.own_data.own_set import OwnSet
from core.datasets import CatalogEntry
from core.parameters import Parameter

Payload = TypeVar("Payload")


@dataclass(frozen=True, eq=False)
class Option(Generic[Payload]):
    """Data that nobody has to bring: ``listed`` in the list, ``title`` and ``origin`` on screen.

    ``make`` is given the values of the option's own ``parameters``, by name.
    """

    listed: str
    title: str
    origin: str
    make: Callable[[Mapping[str, Any]], Payload]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, eq=False)
class Lab(Generic[Payload]):
    """What a lab says of its choice among data.

    Attributes
    ----------
    name, label, help : of the parameter
    make : what the lab makes of one's own set; raises KernelscopeError where it has no use for it
    usable : raises what ``make`` would, in no time: it is asked of every set in the list
    lost : what a link may need that is not here, in words
    offer_upload : draws the button that opens the lab's dialog
    """

    name: str
    label: str
    help: str
    make: Callable[[OwnSet], Payload]
    usable: Callable[[OwnSet], Any]
    lost: str
    offer_upload: Callable[[], None]


def built_in_options(
    entries: Iterable[CatalogEntry],
    built_in: Callable[[str, str | None], Payload],
    prefixes: Mapping[str, str] | None = None,
) -> dict[str, Option[Payload]]:
    """Entries of the catalogue; what ``built_in`` makes of key and folder all visitors share.

    ``prefixes`` stand before the titles in the list, by the kind of an entry.
    """
    return {
        entry.key: Option(
            f"{(prefixes or {}).get(entry.kind, '')}{entry.title} ({entry.origin})",
            entry.title,
            entry.origin,
            _loader(entry.key, built_in),
        )
        for entry in entries
    }


def _loader(
    key: str, built_in: Callable[[str, str | None], Payload]
) -> Callable[[Mapping[str, Any]], Payload]:
    return lambda _: built_in(key, folder_for(key))
