"""Powed levels with other exponents, for studies: they show how little the exponent matters."""

from core.localization.representations.powed import POWED, Powed
from core.localization.representations.representation import Representation


def _powed(b: int) -> Representation:
    powed = Powed(float(b))
    return Representation(
        name=f"powed_{b}",
        label=f"Powed, b = {b}",
        description=f"Powed levels with the exponent {b} in place of e.",
        formula=rf"f = \left(\frac{{\max(r - m,\, 0)}}{{-m}}\right)^{{{b}}}",
        meaning=f"As the powed levels, with b = {b}: the smaller, the more a faint beacon says. "
        "(J. Torres-Sospedra et al., Expert Systems with Applications, 2015.)",
        features=powed,
        twin=powed.add_nodes,
        on_pages=False,
    )


POWED_2, POWED_4, POWED_6 = ROWS = (_powed(2), _powed(4), _powed(6))
BAND = (POWED_2, POWED, POWED_4, POWED_6)  # b = 2, e, 4, 6
