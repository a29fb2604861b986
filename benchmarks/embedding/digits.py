"""The 1,797 handwritten digits: are the ten found on the map, and do neighbours stay neighbours?

    python benchmarks/embedding/digits.py

Needs umap-learn for its row; without it the row is left out.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.datasets import load  # noqa: E402
from core.embedding.companions.registry import COMPANIONS, companion_map  # noqa: E402
from core.embedding.companions.settings import MapSettings  # noqa: E402
from core.embedding.heat.geodesic import HeatGeodesic  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
SEEDS = range(5)
NEAREST = 15
PEERS = ("umap", "tsne", "isomap", "pca")
TARGET_ARI, TARGET_KEPT = 0.76, 0.50


def main() -> int:
    """Measure, print and write the table."""
    cloud = load("digits")
    near = _nearest(cloud.values)
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in SEEDS:
        for name, Y in _maps(cloud.values, seed).items():
            groups = KMeans(10, n_init=10, random_state=seed).fit_predict(Y)
            kept = np.mean(
                [len(np.intersect1d(a, b)) for a, b in zip(near, _nearest(Y), strict=True)]
            )
            scores = (adjusted_rand_score(cloud.labels, groups), float(kept) / NEAREST)
            found.setdefault(name, []).append(scores)
            print(seed, name, scores, flush=True)
    TABLE.write_text("\n".join(_lines(found)) + "\n", encoding="utf-8")
    return 0


def _maps(X: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    ours = {
        "**HeatGeodesic, lengths (default)**": HeatGeodesic(random_state=seed),
        "**HeatGeodesic, neighbours first**": HeatGeodesic(keep="neighbors", random_state=seed),
    }
    maps = {name: model.fit_transform(X) for name, model in ours.items()}
    for key in PEERS:
        if COMPANIONS[key].is_installed:
            settings = MapSettings(random_state=seed)
            maps[COMPANIONS[key].title] = companion_map(key, X, settings)
    return maps


def _nearest(X: np.ndarray) -> np.ndarray:
    return NearestNeighbors(n_neighbors=NEAREST).fit(X).kneighbors(return_distance=False)


def _lines(found: dict[str, list[tuple[float, float]]]) -> list[str]:
    lines = [
        "# Heat-geodesic maps: handwritten digits",
        "",
        f"Measured {described('numpy', 'scipy', 'scikit-learn', 'numba')}.",
        "",
        f"scikit-learn's 1,797 digits of 8 × 8 pixels, {len(SEEDS)} seeds, everything at its",
        "defaults. ARI of ten groups by k-means on the map with the digits written; the share of",
        f"each digit's {NEAREST} nearest in pixels that are among its {NEAREST} nearest on the",
        "map.",
        f"Targets: ARI {TARGET_ARI}, {TARGET_KEPT} of the nearest.",
        "",
        f"| map | ARI | of the {NEAREST} nearest kept | both targets |",
        "|---|---|---|---|",
    ]
    for name, scores in found.items():
        ari, kept = np.array(scores).T
        met = "met" if ari.mean() >= TARGET_ARI and kept.mean() >= TARGET_KEPT else "missed"
        lines.append(
            f"| {name} | {ari.mean():.3f} ± {ari.std():.3f} | {kept.mean():.3f} ± {kept.std():.3f} "
            f"| {met} |"
        )
    return [
        *lines,
        "",
        "A plane that keeps lengths along the data cannot keep the neighbours of some ten",
        "dimensions, in about which digits lie: the option *neighbours first* trades lengths for",
        "them.",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
