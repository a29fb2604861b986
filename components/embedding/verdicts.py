"""The verdicts of the map views, from the numbers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.embedding.plain_numbers import plain
from components.embedding.side.maps import SideMap
from core.embedding.scores.stability import Stability
from core.percentages import percent

TIE = 0.005  # a lead of less says nothing: another seed turns it round
LIES_OVER = 0.02  # share of near points that are far in the data, from which it is said


@dataclass(frozen=True)
class MapNumbers:
    """What the verdict on a map is made of.

    ``map_scores`` of the map; ``spearman_heat`` and ``spearman_straight`` (mean over points) of
    heat distances and straight-line distances with the truth, NaN without one; ``out_of_reach``
    the share of pairs; ``collapsed`` whether the map has no extent, and so no scores.
    """

    map_scores: Mapping[str, float]
    spearman_heat: float
    spearman_straight: float
    out_of_reach: float
    collapsed: bool = False


def map_sentence(numbers: MapNumbers, truth_name: str, t: float, *, t_is_auto: bool) -> str:
    """Whether the map keeps the distances, and how many pairs are too far for t."""
    scores = numbers.map_scores
    if numbers.collapsed:
        sentence = (
            "**All points coincide**, up to rounding: this map has no neighbours or "
            "distances to score"
        )
    elif np.isfinite(numbers.spearman_heat):
        name = truth_name[0].upper() + truth_name[1:]
        sentence = (
            f"**{name} is kept at Spearman {numbers.spearman_heat:.2f}** by heat (1 is perfect), "
            f"and at {scores['spearman']:.2f} on this map; {_straight(numbers)}"
        )
    elif np.isfinite(scores.get("overlap_15", np.nan)):
        sentence = (
            f"**{percent(scores['overlap_15'])} of each point's 15 nearest neighbours** stay its "
            f"nearest on this map (trustworthiness {scores['trustworthiness']:.2f}, continuity "
            f"{scores['continuity']:.2f}); the truth is not known"
        )
    else:
        sentence = "These are **too few points** to score their neighbours"
    chosen = "chosen from the data" if t_is_auto else "set by hand"
    return f"{sentence}; {reach_words(numbers.out_of_reach)} for t = {plain(t)} ({chosen})."


def _straight(numbers: MapNumbers) -> str:
    heat, straight = round(numbers.spearman_heat, 2), round(numbers.spearman_straight, 2)
    how = "as well" if heat == straight else "less well" if straight < heat else "better"
    return f"straight lines keep it {how} ({numbers.spearman_straight:.2f})"


def reach_words(share: float) -> str:
    """The share of pairs out of reach, for a sentence."""
    if share == 0:
        return "no pair is too far"
    if share < 0.005:
        return "less than 1% of the pairs are too far"
    return f"{percent(share)} of the pairs are too far"


def side_sentence(maps: Sequence[SideMap]) -> str:
    """Which maps keep most: distances, neighbours, and branches apart. A small lead is a tie."""
    drawn = [each for each in maps if each.embedding is not None]
    for name, one, several in (
        ("pearson", "keeps the true distances best", "keep the true distances equally well"),
        ("trustworthiness", "has the best neighbours", "have equally good neighbours"),
    ):
        ranked = _ranked(drawn, name)
        if len(ranked) > 1:
            score = name[0].upper() + name[1:] if name == "pearson" else name
            led = [each for each in ranked if each.scores[name] > ranked[0].scores[name] - TIE]
            if len(led) == len(ranked):
                return (
                    f"{_named(led)} {several} ({score} {_values(led, name)}; 1 is perfect)."
                    f"{_near_words(drawn)}"
                )
            second, last = ranked[len(led)], ranked[-1]
            says = several if len(led) > 1 else one
            return (
                f"{_named(led)} {says} ({score} {_values(led, name)}; 1 is perfect), ahead of "
                f"{second.title} ({second.scores[name]:.3f}); {last.title} is last of "
                f"{len(ranked)} ({last.scores[name]:.3f}).{_near_words(drawn)}"
            )
    return f"**{len(drawn)} maps** are drawn; scores need two maps and about fifty points."


def _near_words(drawn: Sequence[SideMap]) -> str:
    """Who keeps the nearest points, and on which maps branches lie on each other."""
    ranked = _ranked(drawn, "overlap_15")
    if len(ranked) < 2:
        return ""
    best = ranked[0].scores["overlap_15"]
    led = [each for each in ranked if each.scores["overlap_15"] > best - TIE]
    verb = "keep" if len(led) > 1 else "keeps"
    words = f" {_named(led)} {verb} most neighbours ({percent(best)} of the 15 nearest)."
    over = [each for each in drawn if each.scores.get("lying_over", 0.0) >= LIES_OVER]
    over = [each for each in over if each.key != "chance"]
    if over:
        shares = ", ".join(f"{each.title} {percent(each.scores['lying_over'])}" for each in over)
        words += (
            f" Far parts of the data lie on each other on some maps (of near points: {shares})."
        )
    return words


def _ranked(drawn: Sequence[SideMap], name: str) -> list[SideMap]:
    scored = [each for each in drawn if np.isfinite(each.scores.get(name, np.nan))]
    return sorted(scored, key=lambda each: -each.scores[name])


def _named(maps: Sequence[SideMap]) -> str:
    titles = [f"**{each.title}**" for each in maps]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def _values(maps: Sequence[SideMap], name: str) -> str:
    low, high = maps[-1].scores[name], maps[0].scores[name]
    return f"{high:.3f}" if len(maps) == 1 else f"{low:.3f} to {high:.3f}, a tie"


def truth_sentence(
    scores: Mapping[str, float],
    distortion: np.ndarray,
    out_of_reach: float,
    stability: Stability | None,
    reference_name: str,
) -> str:
    """How far distances are off, where, and what the seed changes."""
    known = distortion[np.isfinite(distortion)]
    sentence = (
        f"Against the {reference_name}, **half of the points have distances that are off by "
        f"{percent(float(np.median(known)))} or less**, the worst by {percent(known.max())} "
        f"(stress {scores['stress']:.2f}); {reach_words(out_of_reach)} for this t."
    )
    if stability is not None:
        sentence += (
            f" Between seeds, points move by {percent(stability.spread, 1)} of the map's size."
            if stability.spread >= 0.0005
            else " The seed changes nothing."
        )
    return sentence


def kernel_sentence(share_on_floor: float, spearman: float, spearman_floored: float) -> str:
    """What the floor does to the map."""
    if share_on_floor == 0:
        return (
            "**No pair lies on the floor** at this t: the heat between any two points is more than "
            "the 10⁻¹⁶ that other methods add before the logarithm, so that this floor changes "
            "next to nothing here. Take a shorter t to see what it can do."
        )
    return (
        f"**{percent(share_on_floor)} of all pairs lie on the floor** that others add before "
        f"the logarithm: they all get the same distance. With the floor, distances agree with the "
        f"reference at Spearman {spearman_floored:.2f} (1 is perfect), without it at "
        f"**{spearman:.2f}**."
    )
