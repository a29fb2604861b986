"""One line that says what a picture was made of, and that gives its settings back."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from core.datasets.settings_file import SettingsFile
from core.errors import UploadError
from core.version import __version__

_APART = " · "
_LINE = re.compile(r"Kernelscope (\S+) · (?:.* · )?page (\S*) · settings (.+)")
_FIRST = "as they open"
_PLAIN = "~+.,:/*()!@"


def provenance_line(
    page: str,
    facts: Sequence[str],
    settings: Iterable[tuple[str, str]],
    version: str = __version__,
) -> str:
    """The line below a picture.

    Parameters
    ----------
    page : str
        Name of the page, as in its address.
    facts : sequence of str
        What a reader wants to know first: the data set, its size. They are not read back.
    settings : iterable of (str, str)
        Name of a setting and the word of its value, as they stand in a link; a name stands once
        for each of several. Those that stand at their first value may be left out.
    version : str
        The Kernelscope that drew it.

    Returns
    -------
    str
        Without a line break; it may be broken at any blank.

    Examples
    --------
    >>> provenance_line("where", ["Office floor", "n = 206"], [("power", "16")], version="2.5.0")
    'Kernelscope 2.5.0 · Office floor · n = 206 · page where · settings power=16'
    """
    words = [f"{name}={quote(word, safe=_PLAIN)}" for name, word in settings]
    told = [" ".join(fact.replace("·", "-").split()) for fact in facts]
    end = f"settings {' '.join(words) or _FIRST}"
    return _APART.join([f"Kernelscope {version}", *filter(None, told), f"page {page}", end])


def read_provenance(line: str) -> SettingsFile:
    """The page and its settings out of such a line, however it was broken.

    Parameters
    ----------
    line : str
        As :func:`provenance_line` wrote it.

    Returns
    -------
    SettingsFile
        What is not in it stands at its first value in that version.

    Raises
    ------
    UploadError
        For a line that is none.

    Examples
    --------
    >>> line = "Kernelscope 2.5.0 · Karate · page map · settings k=3 off=B1 off=B%202"
    >>> read_provenance(line).settings
    {'k': ('3',), 'off': ('B1', 'B 2')}
    """
    found = _LINE.fullmatch(" ".join(line.split()))
    if found is None:
        raise UploadError(
            "This is no line of provenance; it begins with “Kernelscope” and its version, and ends "
            "with the settings."
        )
    version, page, said = found.groups()
    settings: dict[str, tuple[str, ...]] = {}
    for pair in said.split(" ") if said != _FIRST else ():
        name, _, word = pair.partition("=")
        settings[name] = (*settings.get(name, ()), unquote(word))
    return SettingsFile(page, settings, version)
