"""What pages say of kernels and representations of fingerprints, from their rows."""

from collections.abc import Iterable

from core.localization.kernels import KERNEL_TABLE, Kernel
from core.localization.methods import METHODS
from core.localization.representations import ON_PAGES, Representation


def kernel_words() -> str:
    """Every kernel with its description and formula (markdown)."""
    return _list(KERNEL_TABLE.values())


def representation_words() -> str:
    """The same for the representations that pages offer."""
    return _list(ON_PAGES)


def method_words() -> str:
    """Every locator at two depths: what it does, in words and as a formula (markdown)."""
    return "\n".join(f"- *{row.title}.* {row.description} ${row.formula}$" for row in METHODS)


def _list(rows: Iterable[Kernel | Representation]) -> str:
    return "\n".join(f"- *{row.label}.* {row.description} ${row.formula}$" for row in rows)
