"""The verdict of the "Your data" view and what to do about it, from the numbers alone."""

import numpy as np

from components.memory import once
from components.text import as_plain_text
from core.density.advice import LOCAL_KERNEL
from core.density.bounded_columns import Spill
from core.density.diagnosis import Diagnosis
from core.percentages import percent

SAME = 0.02
MOST_COLUMNS = 3


@once
def your_data_sentence(found: Diagnosis) -> str:
    """The core's sentence, with what the chosen bandwidth costs in place of a repetition."""
    scan = found.scan
    verdict, _, advice = found.sentence.partition(". Leave-one-out")
    if abs(found.bandwidth / found.h_loo - 1) < SAME:
        error = "" if np.isnan(found.h_loo_error) else f" ± {found.h_loo_error:.2g}"
        scott = found.loo_log_likelihood - scan.log_likelihood_of(found.h_scott)
        return (
            f"{_bold(verdict)}. This is the leave-one-out optimum ({found.h_loo:.3g}{error}); "
            f"Scott's rule ({found.h_scott:.3g}) costs {scott:.2f} nats per point."
        )
    cost = found.loo_log_likelihood - found.log_likelihood
    return f"{_bold(verdict)}. Leave-one-out{advice[:-1]}; this h costs {cost:.2f} nats per point."


def spill_notes(found: tuple[Spill, ...], names: tuple[str, ...]) -> list[str]:
    """One sentence on the columns whose mass spills beyond a bound."""
    if not found:
        return []
    shown = [
        f"{as_plain_text(names[spill.column], longest=40)} ({percent(spill.mass)} {spill.side} "
        f"{spill.bound:.4g})"
        for spill in found[:MOST_COLUMNS]
    ]
    columns = len({spill.column for spill in found})
    more = f" and {columns - MOST_COLUMNS} more" if columns > MOST_COLUMNS else ""
    return [
        "Some columns end at a bound, and the estimate puts mass beyond it, where there is none: "
        f"{', '.join(shown)}{more}. Take logarithms, or reflect the data there by a "
        f"{LOCAL_KERNEL}."
    ]


def _bold(verdict: str) -> str:
    """The share of points in bold; of a verdict without regimes, how many points carry it."""
    start, puts, rest = verdict.partition(" puts ")
    share, of, end = rest.partition(" of the points")
    if puts:
        return f"{start}{puts}**{share}{of}**{end}"
    start, few, rest = verdict.partition("a median of ")
    carried, each, end = rest.partition(" carry each estimate")
    return f"{start}**{few}{carried}{each}**{end}"
