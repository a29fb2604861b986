"""A file that is kept byte for byte, for what is no data set: a model, a recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class WholeFile:
    """What a visitor's file holds, unread; what it is, the entry's details say.

    Attributes
    ----------
    content : (n,) array of uint8
        The bytes of the file.

    Examples
    --------
    >>> WholeFile.of(b"ab").content.tolist(), WholeFile.of(b"ab").data
    ([97, 98], b'ab')
    """

    content: NDArray[np.uint8]

    @classmethod
    def of(cls, data: bytes) -> "WholeFile":
        """The file of these bytes."""
        return cls(np.frombuffer(data, np.uint8))

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.content.tobytes()
