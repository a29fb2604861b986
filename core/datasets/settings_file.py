"""The settings of a page as a file: what "Settings of this run" holds, read back from anybody's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.datasets.readers.json_text import parse_json
from core.errors import UploadError
from core.limits import check_limit
from core.version import __version__

_NEEDED = ("kernelscope", "page", "settings")


@dataclass(frozen=True)
class SettingsFile:
    """What a file of settings asks for.

    Attributes
    ----------
    page : str
        Name of the page, as in its address.
    settings : Mapping of str to tuple of str
        Name of a setting → the words of its value, as they stand in a link; several for a list.
        What no page knows is kept: the page says so, and goes on without it.
    version : str
        The Kernelscope that wrote it.
    """

    page: str
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = __version__


def write_settings(page: str, settings: Mapping[str, Any], more: Mapping[str, Any]) -> bytes:
    """The file of a page's settings (values, not words) and what else is known of the run.

    Examples
    --------
    >>> file = write_settings("where", {"k": 3, "off": ("B1",)}, {"seed": 0})
    >>> read_settings(file, "where-run.json").settings
    {'k': ('3',), 'off': ('B1',)}
    """
    run = {"kernelscope": __version__, "page": page, "settings": dict(settings)} | dict(more)
    return json.dumps(run, indent=2, default=str).encode()


def is_settings_file(data: bytes) -> bool:
    """Whether these bytes may be a file of settings: a JSON object that names all three parts.

    >>> is_settings_file(b'{"kernelscope": "1", "page": "map", "settings": {}}')
    True
    """
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and all(f'"{name}"'.encode() in head for name in _NEEDED)


def read_settings(data: bytes, name: str) -> SettingsFile:
    """What the file asks for.

    Raises
    ------
    UploadError
        Where it is no file of settings, or a value is neither a number, a text, a choice of yes
        and no, nor a list of these.
    LimitError
        Where it is larger than such a file can be.
    """
    check_limit("settings_bytes", len(data), what=f"The file {name}")
    try:
        found = parse_json(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise UploadError(f"{name} is not text in UTF-8; save it again.") from None
    if not isinstance(found, dict) or not isinstance(found.get("settings"), dict):
        raise UploadError(
            f"{name} holds no settings; a file of settings is what “Settings of this run” gives "
            "under Download on every page."
        )
    page, version = found.get("page"), found.get("kernelscope")
    if not isinstance(page, str) or not isinstance(version, str):
        raise UploadError(f"{name} does not say which page its settings are for.")
    settings = {key: _words(key, value, name) for key, value in found["settings"].items()}
    return SettingsFile(page, {key: words for key, words in settings.items() if words}, version)


def _words(key: str, value: Any, name: str) -> tuple[str, ...]:
    """() for null: such a setting is not set."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(word for each in value for word in _words(key, each, name)) or ("",)
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, int | float | str):
        return (str(value),)
    raise UploadError(
        f"{name} gives the setting {key[:40]!r} as an object; a setting is a number, a text, true, "
        "false, or a list of these."
    )
