"""What the words of the verdicts mean, in a sentence each, for whoever has not read the paper."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the field: what it is called, the pattern that finds it, and what it means."""

    name: str
    pattern: str
    meaning: str


_TABLE = (
    Term("90% set", r"90% sets?", "Places of which one is claimed to be right in 9 scans of 10."),
    Term("alignment", r"\balignment\b", "How far two kernels point the same way: 1 fully, 0 not."),
    Term(
        "ARI, adjusted Rand index",
        r"\bARI\b|adjusted Rand index",
        "How well clusters agree with known groups: 1 is perfect, 0 is what chance gives.",
    ),
    Term("beacon", r"\bbeacons?\b", "A small radio sender at a fixed place."),
    Term(
        "bandwidth h",
        r"\bbandwidths?\b|\bh = ",
        "How wide a bump is put on every point. Small: single points show. Large: all is smeared.",
    ),
    Term(
        "condensed",
        r"\bcondensed\b",
        "So few points carry the estimate that it says where they lie, not how dense they are.",
    ),
    Term("dB, dBm", r"\bdBm?\b", "Radio levels on a logarithmic scale: 3 dB is a factor of 2."),
    Term(
        "heat geodesics",
        r"[Hh]eat geodesics?",
        "Distances along the data, read from how much heat arrives from point to point.",
    ),
    Term(
        "heavy-tailed",
        r"heavy-tailed",
        "Now and then one sample is far off: averages settle slowly and error bars mislead.",
    ),
    Term(
        "95% interval",
        r"95% interval",
        "What would hold the value in 95 of 100 repetitions of the measurement.",
    ),
    Term("k_eff", r"k_eff|k\\_eff", "How many equal votes or points the weights amount to."),
    Term("kernel", r"\bkernels?\b", "A rule that says how alike two things are."),
    Term(
        "leave-one-out",
        r"[Ll]eave-one-out",
        "Each point is judged by all the others, so that none vouches for itself.",
    ),
    Term("median", r"\bmedian\b", "Half of the values are smaller, half larger: a typical value."),
    Term(
        "modularity",
        r"[Mm]odularity",
        "How many more edges than by chance lie inside groups; needs no known ones.",
    ),
    Term("nats", r"\bnats?\b", "Units of a natural logarithm: 1 nat is a factor of 2.7."),
    Term(
        "nearest neighbour",
        r"\bnearest neighbou?rs?\b",
        "The points that are closest to a given one.",
    ),
    Term("ONNX", r"\bONNX\b", "A file format for models that many programs and chips can run."),
    Term("Scott's rule", r"Scott", "A rule of thumb for the bandwidth, right for one normal bump."),
    Term("seed", r"\bseeds?\b", "The number from which all random choices follow, so they repeat."),
    Term(
        "Spearman",
        r"Spearman",
        "Whether two lists have the same order: 1 exactly, 0 not at all, −1 reversed.",
    ),
    Term("stop", r"\bstops?\b", "A place where a phone stayed for some scans; they err together."),
    Term("Ward", r"\bWard\b", "Joins clusters two at a time, always the pair that costs least."),
)
GLOSSARY: dict[str, Term] = {term.name: term for term in _TABLE}


def terms_in(text: str) -> list[Term]:
    """The terms that a text uses, in the order of their first use.

    >>> [term.name for term in terms_in("ARI 0.96 with Ward, a median of 3 nats")]
    ['ARI, adjusted Rand index', 'Ward', 'median', 'nats']
    """
    found = [(match.start(), term) for term in _TABLE if (match := re.search(term.pattern, text))]
    return [term for _, term in sorted(found, key=lambda pair: pair[0])]
