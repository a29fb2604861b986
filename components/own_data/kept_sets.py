"""Own sets as a workspace keeps them: written, and read again with all that belongs to them."""

from weakref import WeakValueDictionary

from components.own_data.own_set import OwnSet
from core.datasets import PacketLog, Workspace
from core.datasets.workspace import Entry, WholeFile
from core.errors import WorkspaceError

# A reload makes a new session while the old one is still held: both share what was read.
_READ: WeakValueDictionary[tuple[str, str], OwnSet] = WeakValueDictionary()


def write(workspace: Workspace, own: OwnSet) -> str:
    """Keep a set; the workspace's key, under which it is found again."""
    return workspace.keep(
        own.dataset,
        own.title,
        notices=own.notices,
        details={
            "key": own.key,
            "holds_distances": own.holds_distances,
            "colours_only": own.colours_only,
        },
        extras={"node_attributes": own.node_attributes},
    )


def read(workspace: Workspace, entry: Entry) -> OwnSet:
    """The set of an entry; raises WorkspaceError where its file is damaged or gone."""
    known = (workspace.owner_digest, entry.key)
    found = _READ.get(known)
    if found is None or found.title != entry.name:
        kept = workspace.read(entry.key)
        try:
            if isinstance(kept.data_set, PacketLog | WholeFile):
                raise KeyError("scans")
            found = OwnSet(
                kept.entry.details["key"],
                kept.entry.name,
                kept.data_set,
                kept.entry.notices,
                kept.extras["node_attributes"],
                kept.entry.details["holds_distances"],
                tuple(kept.entry.details["colours_only"]),
            )
        except KeyError as error:
            raise WorkspaceError(
                f"The kept set {entry.name!r} was not kept by these pages ({error} is missing); "
                "open it where it was kept."
            ) from None
        _READ[known] = found
    return found
