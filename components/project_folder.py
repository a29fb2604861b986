"""Where app.py, its settings, the pages and the assets are, in a checkout and once installed."""

from pathlib import Path

_BESIDE = Path(__file__).resolve().parent.parent
_INSTALLED = _BESIDE / "kernelscope"  # as pyproject.toml lays the wheel out

ROOT = _INSTALLED if (_INSTALLED / "app.py").is_file() else _BESIDE
# Not in ROOT once installed; in either case its own folder has no ``pages`` (see app.py).
SHELL = Path(__file__).resolve().with_name("shell.py")
