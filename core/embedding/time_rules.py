"""The rules for the diffusion time: a row each, with its name on pages and what it is."""

from dataclasses import dataclass

from core.depths import Depths


@dataclass(frozen=True)
class TimeRule:
    """``name`` of the rule · ``label`` on pages · ``depths``: plain words, and mathematics."""

    name: str
    label: str
    depths: Depths


TIME_RULES: dict[str, TimeRule] = {
    row.name: row
    for row in (
        TimeRule(
            "auto",
            "Chosen from the data",
            Depths(
                "Tries several times and keeps the one whose map keeps most of each point's "
                "nearest neighbours.",
                r"Times run down from the one at which the heat trace $\sum_k e^{-t "
                r"\lambda_k}$ has fallen to 2, that is, one pattern beyond equilibrium is "
                r"still warm. Up to 1,000 points each gets a map; beyond, the time of trace 3 "
                r"is taken where it orders distances as trace 2 does. (The idea that $t$ sets "
                r"the scale: R. R. Coifman, S. Lafon, 2006; the choice is this program's own.)",
            ),
        ),
        TimeRule(
            "given",
            "Set by hand",
            Depths(
                "You say how long heat spreads: short follows single edges, long averages "
                "over many ways.",
                r"$t$ enters $d_t(x, y)^2 = -4t \log k_t(x, y)$: as $t \to 0$ this counts "
                r"edges of the shortest path, one shortcut being enough; as $t \to \infty$ "
                r"only the slowest pattern, the eigenvector of the smallest $\lambda_k > 0$, "
                r"is left. (S. R. S. Varadhan, Communications on Pure and Applied "
                r"Mathematics, 1967.)",
            ),
        ),
    )
}
