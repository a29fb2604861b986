"""Which modules are imported at the start of the server, before somebody asks for a page."""

import gc
import importlib
import logging

HEAVY_MODULES = (
    "numpy",
    "pandas",
    "plotly.graph_objects",
    "scipy.sparse",
    "sklearn.neighbors",
    "shapely",
    "core.inference.session",
    "pydeck",
    "networkx",
    "core.density",
    "core.density.comparison",
    "core.embedding.heat.geodesic",
    "core.graphs",
    "components.navigation",
    "core.inference.export.exporter",
)


def import_heavy_modules() -> None:
    """Import each module, which stays; one that is missing is left for its page to report."""
    for name in HEAVY_MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            logging.getLogger("kernelscope").warning("Could not import %s", name, exc_info=True)
    # Streamlit collects garbage after every run of a page and looks at all objects there are: with
    # the libraries loaded, some 0.2 s of processor time for each move of a slider. What lives as
    # long as the server need not be looked at again.
    gc.collect()
    gc.freeze()
