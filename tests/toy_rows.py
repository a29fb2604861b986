"""A copy of the program with a row more, to see whether one new file and its name are enough.

    copy = copied(
        tmp_path,
        {"core/density/kernels/toy.py": TOY},  # new files, text by path
        # in these lists: old, new
        {"core/density/kernels/__init__.py": ('"cosine")', '"cosine", "toy")')},
    )
    copy.run("from core.density import KERNELS; assert 'toy' in KERNELS")

The code runs in a process of its own, in the copy: nothing of it is imported by the tests.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("assets", "benchmarks", "components", "core", "pages", ".streamlit", "app.py")
LONGEST_S = 900  # on a busy machine; the imports alone take seconds


@dataclass(frozen=True)
class Copy:
    """The program in a folder of its own."""

    root: Path

    def run(self, code: str) -> str:
        """What the code prints; an AssertionError with its traceback when it fails."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def copied(
    folder: Path, files: Mapping[str, str], names: Mapping[str, tuple[str, str]] | None = None
) -> Copy:
    """The program in ``folder`` with new ``files``, and in each list of ``names`` old → new.

    A file that exists already is refused, and so is a list in which the old text does not stand
    exactly once: the copy differs from the program by what is said here and by nothing else.
    """
    root = folder / "program"
    root.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, root / part, ignore=ignored)
        else:
            shutil.copy(source, root / part)
    for path, text in files.items():
        target = root / path
        assert not target.exists(), f"{path} is there already"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for path, (old, new) in (names or {}).items():
        text = (root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        (root / path).write_text(text.replace(old, new), encoding="utf-8")
    return Copy(root)
