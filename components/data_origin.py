"""Where the data on screen come from, and what follows: how it is said, and who shares results.

An origin is "simulated", "measured" or "yours". Results on built-in data are shared by all
visitors; results on a visitor's own data are kept in that visitor's session only (``memory.py``).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

import numpy as np
from scipy.sparse import sparray

YOURS = "yours"


def own_key(contents: Iterable[bytes], how: object = "") -> str:
    """A key made of what files hold and how they were understood, not of what they are called.

    ``how`` is text, or the data set that was read from them.

    >>> own_key([b"a", b"b"]) == own_key([b"ab"]), len(own_key([b"a"]))
    (False, 22)
    """
    digest = hashlib.sha256()
    for part in _parts(how):
        digest.update(part)
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return f"{YOURS}-{digest.hexdigest()[:16]}"


def _parts(value: object) -> Iterator[bytes]:
    """The bytes that an object and everything in it is made of."""
    if isinstance(value, np.ndarray):
        yield f"{value.shape}{value.dtype}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, sparray):
        entries = value.tocoo()
        yield from _parts((entries.data, *entries.coords))
    elif is_dataclass(value):
        for row in fields(value):
            yield from _parts(getattr(value, row.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parts(each)
    elif isinstance(value, Mapping):
        yield from _parts(tuple(value.items()))
    else:
        yield str(value).encode()


def names_in_links(belongs_to: str, options: Sequence[str]) -> tuple[str, ...]:
    """What stands for names out of a data set in a link: of a visitor's own data, their numbers.

    >>> names_in_links("yours-1a2b", ["Ann", "Bob"]), names_in_links("karate", ["1", "2"])
    (('~1', '~2'), ())
    """
    if not belongs_to.startswith(f"{YOURS}-"):
        return ()
    return tuple(f"~{number}" for number in range(1, len(options) + 1))


def own_only(key: str) -> str:
    """What settings belong to that are kept from one built-in data set to the next.

    On a visitor's own data they belong to the file, so that nothing set for one file is applied to
    the next.

    >>> own_only("yours-1a2b"), own_only("karate")
    ('yours-1a2b', '')
    """
    return key if key.startswith(f"{YOURS}-") else ""
