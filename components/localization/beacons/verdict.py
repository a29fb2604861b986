"""The verdict of the "Beacons" view, from the numbers alone."""

import numpy as np
import pandas as pd

from components.text import as_plain_text

LARGE_SHIFT_DB = 6.0
NO_HARM_M = 0.005
MOST_NAMED = 4

NO_CHANGE = ("Of ", "The one ")  # how the words for that begin


def beacons_sentence(
    table: pd.DataFrame,
    beacon: str,
    fault: str,
    errors: tuple | None,
    *,
    held_out: bool = False,
    held: bool = True,
) -> str:
    """How many beacons change between survey and use, what dropping them costs, what a fault does.

    ``held_out``: the test scans are survey scans themselves, so that nothing can have changed.
    ``held``: the data say that the phone was held in another way.
    """
    shift, worth = _shift_words(table, held_out=held_out, held=held), _worth_words(table)
    # That nothing changes is no news to begin with.
    parts = [worth, shift] if shift.startswith(NO_CHANGE) else [shift, worth]
    if errors is not None and fault != "none":
        parts.append(_fault_words(beacon, fault, *errors))
    return " ".join(parts)


def _shift_words(table: pd.DataFrame, *, held_out: bool, held: bool) -> str:
    if held_out:
        return (
            "The test scans are a held-out fifth of the survey, so how its beacons change with "
            "another phone, or with the way it is held, is **not known**."
        )
    shift = table["shift_db"].abs().dropna()
    if shift.empty:
        return (
            "Too few test scans lie near surveyed places to say how the beacons change between "
            "the survey and these."
        )
    large = shift.index[shift > LARGE_SHIFT_DB]
    change = "changes" if len(large) == 1 else "change"
    of = f"the {len(shift)} beacons" if len(shift) > 1 else "1 beacon"
    if len(shift) < len(table):
        of += " that could be compared"
    when = "with how the phone is held" if held else "between survey and test scans"
    if not len(large):
        by = f"by more than {LARGE_SHIFT_DB:.0f} dB {when}."
        if len(shift) == 1:
            return f"The one {of.removeprefix('1 ')} does not change {by}"
        return f"Of {of} none changes {by}"
    named = _named(table["beacon"][large])
    words = (
        f"**{len(large)} of {of}** {change} by more than {LARGE_SHIFT_DB:.0f} dB ({named}) {when}"
    )
    cost = table["cost_m"][large].dropna()
    if len(cost):
        what = "leaving it out costs" if len(large) == 1 else "leaving one of them out costs"
        average = "" if len(cost) == 1 else " on average"
        words += f", yet {what} {cost.mean():+.2f} m{average}"
    return words + "."


def _worth_words(table: pd.DataFrame) -> str:
    if len(table) == 1:
        return (
            "There is **one beacon**, and it cannot be left out: nothing would be left to locate "
            "by. One beacon gives a ring around it, not a place."
        )
    cost = table["cost_m"].dropna()
    if cost.empty:
        return "No test scan hears two beacons, so none can be left out."
    worst = cost.idxmax()
    grows = "grows" if cost[worst] >= 0 else "falls"
    name = as_plain_text(table["beacon"][worst])
    return (
        f"The most valuable is **{name}**: without it the mean error {grows} by "
        f"{abs(cost[worst]):.2f} m. {_harm_words(table, cost.drop(worst))}"
    )


def _harm_words(table: pd.DataFrame, cost: pd.Series) -> str:
    """Which others do harm, and how much the worst of them."""
    harmful = cost[cost < -NO_HARM_M].sort_values()
    if not len(harmful):
        return "No other does harm."
    name = as_plain_text(table["beacon"][harmful.index[0]])
    by = f"{-harmful.iloc[0]:.2f} m"
    if len(harmful) == 1:
        return f"Without **{name}** it would be smaller, by {by}."
    return f"Without one of {len(harmful)} others it would be smaller (**{name}**: by {by})."


def _named(names: pd.Series) -> str:
    shown = ", ".join(as_plain_text(each) for each in names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"**{shown}**{more}"


def _fault_words(beacon: str, fault: str, before_m: np.ndarray, after_m: np.ndarray) -> str:
    name = as_plain_text(beacon)
    located, still = before_m[np.isfinite(before_m)], after_m[np.isfinite(after_m)]
    if not len(still):
        return f"With beacon {name} {fault}, **no scan is located** any more."
    if not len(located):
        return (
            f"With beacon {name} {fault}, the mean error is **{still.mean():.2f} m**; with all as "
            "surveyed no scan is located."
        )
    return (
        f"With beacon {name} {fault}, the mean error goes from {located.mean():.2f} m to "
        f"**{still.mean():.2f} m**."
    )
