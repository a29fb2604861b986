"""Kernels that follow the data, on rows that they never saw, beside estimators of other libraries.

    python benchmarks/density/local_kernels.py

Needs statsmodels beside what requirements.txt lists; without it its rows are left out.
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.density import (  # noqa: E402
    AdaptiveKernelDensity,
    KernelDensity,
    LocalCovarianceKernelDensity,
    ProductKernelDensity,
)

TABLE = Path(__file__).with_suffix(".md")
SPLITS = 5
PART = 0.8  # of the rows, that estimators learn from
SLOW_ROWS, SLOW_COLUMNS = 400, 5  # beyond which statsmodels' search takes minutes

Score = Callable[[np.ndarray], np.ndarray]
Fit = Callable[[np.ndarray, list[str]], Score]


def _kernelscope(make: Callable[[int], object]) -> Fit:
    return lambda X, kinds: make(X.shape[1]).fit(X).score_samples  # type: ignore[attr-defined]


def _product(X: np.ndarray, kinds: list[str]) -> Score:
    return ProductKernelDensity(kinds=kinds).fit(X).score_samples


def _scikit_learn(X: np.ndarray, kinds: list[str]) -> Score:
    from sklearn.model_selection import GridSearchCV
    from sklearn.neighbors import KernelDensity as Theirs

    search = GridSearchCV(Theirs(), {"bandwidth": np.geomspace(0.05, 5, 30)}, cv=5)
    return search.fit(X).best_estimator_.score_samples


def _scipy(X: np.ndarray, kinds: list[str]) -> Score:
    from scipy.stats import gaussian_kde

    density = gaussian_kde(X.T)
    return lambda Q: density.logpdf(Q.T)


def _statsmodels(X: np.ndarray, kinds: list[str]) -> Score:
    from statsmodels.nonparametric.kernel_density import KDEMultivariate

    types = "".join("u" if kind == "category" else "c" for kind in kinds)
    density = KDEMultivariate(X, types, bw="cv_ml")
    return lambda Q: np.log(np.maximum(density.pdf(Q), 1e-300))


METHODS: dict[str, Fit] = {
    "One bandwidth, leave-one-out": _kernelscope(lambda d: KernelDensity(bandwidth="loo")),
    "Adaptive, by a pilot": _kernelscope(
        lambda d: AdaptiveKernelDensity(sensitivity=1 / max(d, 2))
    ),
    "Adaptive, by neighbours": _kernelscope(lambda d: AdaptiveKernelDensity(method="knn")),
    "Full covariance": _kernelscope(lambda d: LocalCovarianceKernelDensity(covariance="global")),
    "Local covariance": _kernelscope(lambda d: LocalCovarianceKernelDensity()),
    "Product of column kernels": _product,
    "scikit-learn, cross-validated": _scikit_learn,
    "SciPy gaussian_kde, Scott": _scipy,
    "statsmodels KDEMultivariate, cv_ml": _statsmodels,
}
OURS = 6  # methods, the first ones
TWIN = ("Product of column kernels", "statsmodels KDEMultivariate, cv_ml")


def tables() -> Iterator[tuple[str, np.ndarray, list[str]]]:
    """Name, rows with numbers in standard deviations, and the kind of each column."""
    random = np.random.default_rng(0)
    wide = random.random(1000) < 0.5
    both = random.normal(size=(1000, 2)) * np.where(wide, 10.0, 1.0)[:, None]
    yield "two scales, 1 and 10", _standard(both), ["number"] * 2
    cancer = load_breast_cancer().data
    yield "breast cancer, 5 columns", _standard(cancer[:, :5]), ["number"] * 5
    yield "breast cancer, 30 columns", _standard(cancer), ["number"] * 30
    yield "wine, 13 columns", _standard(load_wine().data), ["number"] * 13
    body = load_diabetes(scaled=False).data[:, [0, 1, 2, 3]]  # age, sex, body mass, blood pressure
    body = np.column_stack([_standard(body[:, [0, 2, 3]]), body[:, 1]])
    yield "diabetes: 3 numbers, sex", body, ["number"] * 3 + ["category"]


def _standard(X: np.ndarray) -> np.ndarray:
    return (X - X.mean(axis=0)) / X.std(axis=0)


def main() -> int:
    """Measure, print and write the table."""
    found: dict[str, dict[str, tuple[np.ndarray, float, float]]] = {}
    for name, X, kinds in tables():
        for title, fit in METHODS.items():
            if not _applies(title, X, kinds):
                continue
            means, fit_s, score_s = [], [], []
            for seed in range(SPLITS):
                order = np.random.default_rng(seed).permutation(len(X))
                cut = round(PART * len(X))
                learned, asked = X[order[:cut]], X[order[cut:]]
                started = time.process_time()
                score = fit(learned, kinds)
                fit_s.append(time.process_time() - started)
                started = time.process_time()
                means.append(score(asked).mean())
                score_s.append(time.process_time() - started)
            row = (np.array(means), float(np.median(fit_s)), float(np.median(score_s)))
            found.setdefault(name, {})[title] = row
            print(name, title, row[0].round(3), f"{row[1]:.2f} s", flush=True)
    TABLE.write_text("\n".join(_lines(found)) + "\n", encoding="utf-8")
    return 0


def _applies(title: str, X: np.ndarray, kinds: list[str]) -> bool:
    if title == TWIN[1]:
        small = len(X) <= 1000 and X.shape[1] <= SLOW_COLUMNS
        return importlib.util.find_spec("statsmodels") is not None and small
    return title == TWIN[0] or "category" not in kinds


def _lines(found: dict[str, dict[str, tuple[np.ndarray, float, float]]]) -> list[str]:
    lines = [
        "# Kernels that follow the data, on rows that they never saw",
        "",
        f"Measured {described('numpy', 'scipy', 'scikit-learn')}.",
        "",
        f"Mean log density of the fifth of the rows that was held out, nats a row, over {SPLITS}",
        "splits (± standard deviation over splits); in brackets CPU seconds of one thread to fit,",
        "the choice of its bandwidths included, and to score the held-out rows. All numbers are in",
        "standard deviations of the table. Empty: the estimator does not take such columns, or its",
        f"search takes minutes (statsmodels beyond {SLOW_COLUMNS} columns).",
        "",
        f"| estimator | {' | '.join(found)} |",
        "|---|" + "---|" * len(found),
    ]
    for number, title in enumerate(METHODS):
        cells = []
        for rows in found.values():
            if title not in rows:
                cells.append("")
                continue
            means, fit_s, score_s = rows[title]
            cells.append(f"{means.mean():.3f} ± {means.std():.3f} ({fit_s:.2f}, {score_s:.2f} s)")
        lines.append(f"| {f'**{title}**' if number < OURS else title} | {' | '.join(cells)} |")
    lines += ["", "The product kernel beside its twin in statsmodels, split by split:", ""]
    for name, rows in found.items():
        if all(title in rows for title in TWIN):
            ours, theirs = (rows[title] for title in TWIN)
            apart = ", ".join(f"{value:+.3f}" for value in ours[0] - theirs[0])
            lines.append(f"* {name}: {apart} nats; it fits {theirs[1] / ours[1]:.1f} times faster")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
