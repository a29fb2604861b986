"""User-visible parameters as typed rows: widgets, URL state, bounds and help come from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.depths import Depths
from core.errors import ParameterError


@dataclass(frozen=True)
class Parameter:
    """One parameter that a user sees.

    ``type`` is float, int, bool, str, or tuple (any number of the options). Numbers have
    ``minimum`` and ``maximum`` (both included) and may have a ``step``; strings have ``options``.
    ``unit`` is "" for pure numbers. ``help`` says what the parameter does to the picture.

    ``depths`` explain each option (a switch: off, then on) where the options are methods: what is
    chosen is then told below its control.

    ``belongs_to`` names the data that the setting is about; about other data it starts again.
    ``start`` is what a visitor finds who has set nothing, where that is not the default: a file
    just uploaded, for instance, which no link can promise to anybody else. ``links`` are the words
    that stand for the options in a link, where those would tell what a private file holds, and
    ``earlier`` those that stood for some of them once: (word, option).

    >>> k = Parameter("k", "Neighbours", int, 20, minimum=1, maximum=200, help="Points that vote.")
    >>> k.check(20)
    20
    """

    name: str
    label: str
    type: type
    default: Any
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    options: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    labels: tuple[str, ...] = ()  # what the user reads in place of each option
    belongs_to: str = ""
    start: Any = None
    links: tuple[str, ...] = ()
    earlier: tuple[tuple[str, str], ...] = ()
    depths: tuple[Depths, ...] = ()

    @property
    def first(self) -> Any:
        """What stands there before anybody has chosen: ``start``, else the default."""
        return self.default if self.start is None else self.start

    def check(self, value: Any) -> Any:
        """Return ``value`` as ``type``; raise ParameterError when it is outside the bounds."""
        unit = f" {self.unit}" if self.unit else ""
        if self.type is tuple:
            return tuple(self._check_option(item) for item in value)
        if self.type is str:
            return self._check_option(value)
        if self.type is bool:
            return self._check_switch(value)
        try:
            number = self.type(value)
        except (TypeError, ValueError, OverflowError):
            raise ParameterError(
                f"{self.label} is {value!r}, which is not a number; "
                f"choose between {self.minimum}{unit} and {self.maximum}{unit}."
            ) from None
        too_small = self.minimum is not None and not number >= self.minimum
        too_large = self.maximum is not None and not number <= self.maximum
        if too_small or too_large:
            raise ParameterError(
                f"{self.label} is {number}{unit}; "
                f"choose between {self.minimum}{unit} and {self.maximum}{unit}."
            )
        return number

    def _check_option(self, value: Any) -> str:
        if value not in self.options:
            shown = ", ".join(self.options[:12]) + (", …" if len(self.options) > 12 else "")
            raise ParameterError(f"{self.label} is {value!r}; choose one of: {shown}.")
        return value

    def _check_switch(self, value: Any) -> bool:
        switches = {"true": True, "false": False}
        if isinstance(value, bool):
            return value
        if str(value).lower() not in switches:
            raise ParameterError(f"{self.label} is {value!r}; choose true or false.")
        return switches[str(value).lower()]


def defaults(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The default of every parameter by name."""
    return {parameter.name: parameter.default for parameter in parameters}
