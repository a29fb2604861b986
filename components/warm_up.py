"""Which modules are imported at the start of the server, before somebody asks for a page."""

import importlib
import logging

HEAVY_MODULES = (
    "numpy",
    "pandas",
    "plotly.graph_objects",
    "scipy.sparse",
    "sklearn.neighbors",
    "shapely",
    "onnxruntime",
    "pydeck",
    "networkx",
    "core.embedding.heat_geodesic",
    "components.navigation",
    "core.inference.export.exporter",
)


def import_heavy_modules() -> None:
    """Import each module; one that is missing is left for its page to report."""
    for name in HEAVY_MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            logging.getLogger("kernelscope").warning("Could not import %s", name, exc_info=True)
