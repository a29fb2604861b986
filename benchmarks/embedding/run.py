"""One method on one set of points, in a process and environment of its own; see cost.py.

    python benchmarks/embedding/run.py METHOD POINTS.npy EMBEDDING.npy

Prints CPU seconds after imports and compilation, and the peak memory of the process. Only numpy is
needed besides the method itself.
"""

import contextlib
import io
import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

Fit = Callable[[np.ndarray], np.ndarray]


def heat_geodesic() -> Fit:
    """Kernelscope's own, at its defaults: automatic t, automatic landmarks."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from core.embedding.heat.geodesic import HeatGeodesic

    return lambda X: HeatGeodesic(random_state=0).fit_transform(X)


def heatgeo() -> Fit:
    """The published package at its defaults (Chebyshev of order 32) with its automatic t."""
    from heatgeo.embedding import HeatGeo

    return lambda X: HeatGeo(knn=10, tau="auto").fit_transform(X)


def phate() -> Fit:
    """PHATE at its defaults but for the neighbours."""
    from phate import PHATE

    return lambda X: PHATE(knn=10, random_state=0, verbose=0, n_jobs=1).fit_transform(X)


def umap() -> Fit:
    """UMAP with 10 neighbours."""
    from umap import UMAP

    return lambda X: UMAP(n_neighbors=10, random_state=0, n_jobs=1).fit_transform(X)


def isomap() -> Fit:
    """Isomap of scikit-learn with 10 neighbours."""
    from sklearn.manifold import Isomap

    return lambda X: Isomap(n_neighbors=10).fit_transform(X)


METHODS: dict[str, Callable[[], Fit]] = {
    "heat_geodesic": heat_geodesic,
    "heatgeo": heatgeo,
    "phate": phate,
    "umap": umap,
    "isomap": isomap,
}


PACKAGES = {
    "heatgeo": "heatgeo",
    "phate": "phate",
    "umap": "umap-learn",
    "isomap": "scikit-learn",
}


def main() -> int:
    """Warm up on small sets, fit, and say what it cost."""
    method, points, target = sys.argv[1:]
    warnings.simplefilter("ignore")
    X = np.load(points)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        fit = METHODS[method]()
        # Each way of computing is compiled or imported once; UMAP changes its way at 4,096 points.
        for n in (300, 1100, 4200):
            if (n < len(X) or method == "heat_geodesic") and (n < 4096 or method == "umap"):
                fit(np.random.default_rng(0).normal(size=(n, 3)) * [9, 3, 0.1])
        started = time.process_time()
        embedding = np.asarray(fit(X))
        cpu_s = time.process_time() - started
    unit = 1 if sys.platform == "darwin" else 1024
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    np.save(target, embedding)
    package = PACKAGES.get(method)
    found = {"cpu_s": cpu_s, "peak_bytes": peak_bytes}
    print(json.dumps({**found, "version": version(package) if package else ""}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
