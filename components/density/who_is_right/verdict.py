"""The verdict of the "Who is right?" view, from the numbers alone, and the table behind it."""

import numpy as np
import pandas as pd

from core.density import Answer, Comparison

OURS = "Kernelscope, double"
WRONG_NATS = 1e-3  # a density wrong by a thousandth
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def largest_error(answer: Answer) -> float:
    """The largest |error| in nats; infinite where a library says −∞ or nothing."""
    if answer.refusal:
        return float("nan")
    error = np.abs(answer.error)
    return float(np.max(np.where(np.isnan(error), np.inf, error)))


def comparison_sentence(result: Comparison) -> str:
    """Who is wrong and by how much, how near ours is, and what it costs."""
    answered = [answer for answer in result.answers if not answer.refusal]
    refused = [answer for answer in result.answers if answer.refusal]
    wrong = [answer for answer in answered if largest_error(answer) > WRONG_NATS]
    worst = max(answered, key=largest_error)
    ours = next(answer for answer in answered if answer.name == OURS)
    m = len(result.reference)
    if wrong:
        names = " and ".join(f"**{answer.name}**" for answer in wrong)
        verb = "is" if len(wrong) == 1 else "are"
        sentence = f"{names} {verb} wrong without a warning: off by up to {_nats(worst)} at "
        sentence += f"{_wrong_places(worst)} of {m} places. Ours in double is off by at most "
        sentence += f"{_small(largest_error(ours))} nats; " + _rest(answered, wrong)
    else:
        sentence = (
            f"**All {len(answered)} that answer agree** with the 50-digit reference to "
            f"{_small(largest_error(worst))} nats or better at {m} places; the farthest off is "
            f"{worst.name}, ours in double is off by at most {_small(largest_error(ours))} nats."
        )
    if refused:
        sentence += f" {', '.join(answer.name for answer in refused)} refused to answer."
    return sentence


def comparison_table(result: Comparison) -> pd.DataFrame:
    """One row per implementation: errors in nats, times in ms, and what it says of a refusal."""
    ours = next(answer for answer in result.answers if answer.name == OURS)
    return pd.DataFrame(
        [
            {
                "implementation": answer.name,
                "version": answer.version,
                "largest_error_nats": largest_error(answer),
                "median_error_nats": float(np.median(np.abs(answer.error))),
                "fit_ms": 1000 * answer.fit_s,
                "score_ms": 1000 * answer.score_s,
                "times_our_double": answer.score_s / ours.score_s,
                "refusal": answer.refusal,
            }
            for answer in result.answers
        ]
    )


def answers_table(result: Comparison) -> pd.DataFrame:
    """One row per query: the reference and every answer, natural log densities in nats."""
    columns = {answer.name: answer.log_density for answer in result.answers}
    return pd.DataFrame(
        {"query": np.arange(len(result.reference)), "50 digits": result.reference, **columns}
    )


def _nats(answer: Answer) -> str:
    nats = largest_error(answer)
    if np.isnan(answer.log_density).any():
        return "infinity (it answers “not a number”)"
    if np.isinf(nats):
        return "infinity (it reports a density of 0)"
    power = nats / np.log(10)
    factor = f"10{f'{power:.0f}'.translate(_RAISED)}" if power >= 4 else f"{np.exp(nats):,.3g}"
    return f"**{nats:,.3g} nats** (a factor of {factor} in density)"


def _wrong_places(answer: Answer) -> int:
    """At how many places it is wrong by more than a thousandth, or says nothing."""
    return int((~(np.abs(answer.error) <= WRONG_NATS)).sum())


def _rest(answered: list[Answer], wrong: list[Answer]) -> str:
    rest = [a for a in answered if a not in wrong and a.name != OURS]
    if not rest:
        return "none of the others is right."
    limit = max(largest_error(answer) for answer in rest)
    ours = any(answer.name.startswith("Kernelscope") for answer in rest)
    among = ", our mixed precision among them," if ours and len(rest) > 1 else ""
    return f"the others{among} agree with the reference to {_small(limit)} nats."


def _small(nats: float) -> str:
    """A small number as it is written by hand.

    >>> _small(6.2e-07), _small(1e-14), _small(0.0004), _small(0.0)
    ('6·10⁻⁷', '10⁻¹⁴', '4·10⁻⁴', '0')
    """
    if nats == 0 or not np.isfinite(nats):
        return f"{nats:.0f}"
    digit, power = f"{nats:.0e}".split("e")
    raised = str(int(power)).replace("-", "⁻").translate(_RAISED)
    return f"10{raised}" if digit == "1" else f"{digit}·10{raised}"
