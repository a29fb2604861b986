"""How the site is built: `make docs`, or sphinx-build -W docs docs/_build."""

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from written_pages import write_pages  # noqa: E402

from core.version import __version__  # noqa: E402

project = "Kernelscope"
author = copyright = "The Kernelscope authors"
version = release = __version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "numpydoc",
    "myst_parser",
]
exclude_patterns = ["_build"]
templates_path = ["_templates"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Kernel methods, seen at work",
    "fixed_sidebar": True,
    "page_width": "1150px",
    "sidebar_width": "270px",
}
html_show_sphinx = False

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
# Formulas of docstrings are text (Σ_k w_k), those of explanations are TeX between dollars.
autosummary_generate = True
autosummary_ignore_module_all = False
autodoc_typehints = "none"  # the docstrings say types, with shapes and units
autodoc_preserve_defaults = True  # DEFAULT_X, not its 25 numbers
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_use_plots = False


def _skip_what_scikit_learn_adds(
    app: Any, what: str, name: str, obj: object, skip: bool, options: Any
) -> bool | None:
    """What every estimator inherits is described where it comes from."""
    theirs = str(getattr(obj, "__module__", "")).startswith("sklearn")
    return True if theirs or (name.startswith("set_") and name.endswith("_request")) else None


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-skip-member", _skip_what_scikit_learn_adds)


write_pages(HERE / "_pages")
