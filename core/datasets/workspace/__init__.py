"""Data sets that stay: files on the disk, separate for each owner, and a list of them.

A folder holds ``sets/<owner>/<key>.npz``, one file for each set, and ``catalogue.sqlite``, the
list. The files say everything about themselves; the list is made again from them when it is lost.
"""

from core.datasets.workspace.entry import Entry
from core.datasets.workspace.records import DataSet
from core.datasets.workspace.set_file import Kept
from core.datasets.workspace.store import Workspace
from core.datasets.workspace.whole_file import WholeFile

__all__ = ["DataSet", "Entry", "Kept", "WholeFile", "Workspace"]
