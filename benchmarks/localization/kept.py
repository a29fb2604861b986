"""What a table of measurements has already, so that a script need only measure what it lacks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Kept:
    """Lines of a committed table; none where all is to be measured anew.

    ``added`` lists the names of the rows that were measured, once each, in their order.
    """

    lines: tuple[str, ...] = ()
    added: list[str] = field(default_factory=list)

    def row(self, start: str, name: str, make: Callable[[], str]) -> str:
        """The line that begins so, else the one that ``make`` measures.

        >>> kept = Kept(("| a | 1 |",))
        >>> kept.row("| a |", "a", lambda: "| a | 2 |"), kept.row("| b |", "b", lambda: "| b | 3 |")
        ('| a | 1 |', '| b | 3 |')
        >>> kept.added
        ['b']
        """
        found = next((line for line in self.lines if line.startswith(start)), None)
        if found is None and name not in self.added:
            self.added.append(name)
        return make() if found is None else found

    def section(self, heading: str, make: Callable[[], list[str]]) -> list[str]:
        """The lines from a heading to the next, else those that ``make`` measures.

        >>> Kept(("## a", "1", "", "## b", "2")).section("## a", list)
        ['## a', '1']
        """
        if heading not in self.lines:
            return make()
        first = self.lines.index(heading)
        rest = (n for n in range(first + 1, len(self.lines)) if self.lines[n].startswith("## "))
        found = list(self.lines[first : next(rest, len(self.lines))])
        while not found[-1]:
            found.pop()
        return found

    def measured(self, said: str) -> list[str]:
        """When what was measured: the table's own words, and what ``said`` of the rows added.

        >>> Kept(("Measured then.", "Added then: a."), ["b"]).measured("now")
        ['Measured then.', 'Added then: a.', 'Added now: b.']
        >>> Kept().measured("now")
        ['Measured now.']
        """
        if not self.lines:
            return [f"Measured {said}."]
        found = [line for line in self.lines if line.startswith(("Measured ", "Added "))]
        return [*found, *([f"Added {said}: {', '.join(self.added)}."] if self.added else [])]


def kept_of(table: Path) -> Kept:
    """All lines of a committed table."""
    return Kept(tuple(table.read_text(encoding="utf-8").splitlines()))
