"""The verdict of the "Two dimensions" view, from the numbers alone."""

import numpy as np

from components.density.two_dimensions.estimate import SHARES, Estimate
from components.memory import once
from core.density.count_words import count_of, factor_words
from core.percentages import percent

FEW_STEPS = 1.0


@once
def verdict_sentence(found: Estimate, beside: Estimate | None) -> str:
    """How many points carry each estimate, how sure that is, and into what the data fall apart."""
    sentence = f"With h = {found.h:.3g}, **{carried_by(found)}**{_noise(found)}. {_pieces(found)}"
    if beside is not None:
        sentence += f" Beside it, h = {beside.h:.3g}: {carried_by(beside)}. {_pieces(beside)}"
    return sentence


def title_of(found: Estimate) -> str:
    """The bandwidth in all its units, above the picture."""
    return f"h = {found.h:.3g} = {found.ratio:.2f} × leave-one-out optimum"


def carried_by(found: Estimate) -> str:
    """The median effective number of points, and how many points no other reaches."""
    of_rows = np.repeat(found.participation, found.plane.copies)
    reached = of_rows[np.isfinite(of_rows)]
    alone = len(of_rows) - len(reached)
    if not len(reached):
        return "no point is reached by another: the kernel ends before its nearest neighbour"
    text = f"a median of {count_of(float(np.median(reached)))} points carry each estimate"
    return text + (f", and no other point reaches {alone:,} of them" if alone else "")


def limits_of(found: Estimate) -> list[str]:
    """What the picture cannot show at this bandwidth, one sentence each."""
    notes = []
    if found.grid_steps < FEW_STEPS:
        notes.append(
            f"h = {found.h:.3g} is {found.grid_steps:.2f} steps of the picture's grid: the bumps "
            "are narrower than what is drawn, and contours and pieces are coarse."
        )
    missing = [
        percent(share)
        for share, level in zip(SHARES, found.levels, strict=True)
        if not np.isfinite(level)
    ]
    if missing:
        notes.append(
            f"The picture holds {percent(found.grid_mass)} of the mass at h = {found.h:.3g}, "
            f"too little for the contour of {' and '.join(missing)}."
        )
    return notes


def _noise(found: Estimate) -> str:
    if found.noise is None:
        return ""
    return f", and another sample would change it by {factor_words(found.noise)}"


def _pieces(found: Estimate) -> str:
    half, _, most = found.pieces
    if not half:
        return "The picture holds less than half of the mass."
    text = f"Half of the mass lies in **{half:,} {_piece(half)}**"
    return text + (f", 90% in {most:,} {_piece(most)}." if most else ".")


def _piece(number: int) -> str:
    return "piece" if number == 1 else "pieces"
