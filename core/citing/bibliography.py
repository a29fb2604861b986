"""The articles that pages rest on, as entries of BibTeX: the file references.bib, read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("references.bib")
_ENTRY = re.compile(r"^@(\w+)\{(\w+),\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^  (\w+) = \{(.*)\},$", re.MULTILINE)
_PROTECTED = re.compile(r"\\([&%#_$])|[{}]")
_STANDS_IN = ("journal", "booktitle", "publisher", "howpublished")


@dataclass(frozen=True)
class BibEntry:
    """One thing to cite.

    Attributes
    ----------
    kind : str
        "article", "inproceedings", "book" or "misc".
    key : str
        What it is cited by.
    fields : Mapping of str to str
        As BibTeX names them; author, title and year always.
    """

    kind: str
    key: str
    fields: Mapping[str, str]

    @property
    def bibtex(self) -> str:
        """The entry as BibTeX, one field a line.

        Examples
        --------
        >>> print(BibEntry("misc", "ann2020", {"title": "Kernels"}).bibtex)
        @misc{ann2020,
          title = {Kernels},
        }
        """
        lines = [f"  {name} = {{{value}}}," for name, value in self.fields.items()]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])

    @property
    def sentence(self) -> str:
        """The entry in words, as a list of references has it.

        Examples
        --------
        >>> bibliography()["klein1993"].sentence
        'D. J. Klein, M. Randić: Resistance distance. Journal of Mathematical Chemistry, 1993.'
        """
        plain = {name: _PROTECTED.sub(r"\1", text) for name, text in self.fields.items()}
        authors = ", ".join(map(_spoken, plain["author"].split(" and ")))
        where = [plain[name] for name in _STANDS_IN if name in plain]
        where += [f"arXiv:{plain['eprint']}"] if "eprint" in plain else []
        title = plain["title"].replace("--", "–")
        end = "" if title.endswith("?") else "."
        return f"{authors}: {title}{end} {', '.join([*where, plain['year']])}."


@cache
def bibliography() -> dict[str, BibEntry]:
    """Every article that a page may cite.

    Returns
    -------
    dict of str to BibEntry
        By what it is cited by, in the order of the file.

    Examples
    --------
    >>> bibliography()["huguet2023"].fields["year"]
    '2023'
    """
    text = FILE.read_text(encoding="utf-8")
    return {
        key: BibEntry(kind, key, dict(_FIELD.findall(body)))
        for kind, key, body in _ENTRY.findall(text)
    }


def _spoken(author: str) -> str:
    """The given name first; a group's name and "others" as they are."""
    family, _, given = author.partition(", ")
    return f"{given} {family}" if given else {"others": "and others"}.get(family, family)
