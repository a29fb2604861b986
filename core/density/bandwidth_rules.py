"""The rules for one bandwidth: a row each, with its name on pages and what it is."""

from dataclasses import dataclass

from core.depths import Depths


@dataclass(frozen=True)
class BandwidthRule:
    """A rule of ``select_bandwidth``.

    ``name`` as its ``method`` · ``label`` on pages · ``depths``: a sentence in plain words, and a
    paragraph with mathematics · ``takes_weights`` · ``most_columns``: that it is for, None: any.
    """

    name: str
    label: str
    depths: Depths
    takes_weights: bool = True
    most_columns: int | None = None


BANDWIDTH_RULES: dict[str, BandwidthRule] = {
    row.name: row
    for row in (
        BandwidthRule(
            "loo",
            "Leave-one-out",
            Depths(
                "Tries bandwidths and takes the one with which the other points find each "
                "point least surprising.",
                r"$h$ maximises $\frac1n \sum_i \log \hat\rho_{-i}(x_i)$, $\hat\rho_{-i}$ the "
                r"estimate without $x_i$ (and without its copies, which would drive $h$ to "
                r"0). It minimises the Kullback–Leibler divergence on average, and a single "
                r"outlier can enlarge it. (R. P. W. Duin, IEEE Transactions on Computers, "
                r"1976.)",
            ),
        ),
        BandwidthRule(
            "scott",
            "Scott",
            Depths(
                "A rule of thumb from the spread and the number of points; right for one "
                "bell-shaped cloud, too wide for several.",
                r"$h = n^{-1/(d + 4)}\, \sigma$ with $\sigma^2$ the mean variance of the "
                r"columns: the rate at which the best $h$ of a smooth density shrinks, with a "
                r"constant of about 1 for Gaussian data. (D. W. Scott, Multivariate Density "
                r"Estimation, 1992.)",
            ),
        ),
        BandwidthRule(
            "silverman",
            "Silverman",
            Depths(
                "The same rule of thumb with the constant that is best for a bell-shaped "
                "cloud; it blurs separate bumps too.",
                r"$h = \bigl(n (d + 2)/4\bigr)^{-1/(d + 4)}\, \sigma$ minimises the "
                r"asymptotic mean squared error of a Gaussian kernel on Gaussian data of "
                r"variance $\sigma^2$; in one dimension it is $1.06\, \sigma n^{-1/5}$, in "
                r"two it is Scott's. (B. W. Silverman, Density Estimation, 1986.)",
            ),
        ),
        BandwidthRule(
            "lscv",
            "Least squares",
            Depths(
                "Takes the bandwidth whose density seems nearest to the true one in squared "
                "error, told from points left out.",
                r"$h$ minimises $\int \hat\rho^2 - \frac2n \sum_i \hat\rho_{-i}(x_i)$, which "
                r"is $\int (\hat\rho - \rho)^2$ up to a constant, without bias; it varies "
                r"much from sample to sample. For one or two columns. (M. Rudemo, "
                r"Scandinavian Journal of Statistics, 1982; A. W. Bowman, Biometrika, 1984.)",
            ),
            takes_weights=False,
            most_columns=2,
        ),
        BandwidthRule(
            "isj",
            "Plug-in (ISJ)",
            Depths(
                "First estimates how strongly the density bends, then takes the bandwidth "
                "that suits it; follows separate bumps.",
                r"With $t = h^2$ the best time of the heat equation that smooths the data "
                r"solves $t = \xi\, \gamma^{[7]}(t)$, whose seven stages estimate the norms "
                r"of the density's derivatives; nothing is assumed normal. For one column. "
                r"(Z. I. Botev, J. F. Grotowski, D. P. Kroese, Annals of Statistics, 2010.)",
            ),
            takes_weights=False,
            most_columns=1,
        ),
    )
}
