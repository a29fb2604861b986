"""The errors that Kernelscope raises on purpose.

Each message is written for the person who reads it: it names the value that was met, the limit
that it broke, and the way out.
"""


class KernelscopeError(Exception):
    """Base of every error that Kernelscope raises on purpose."""


class UploadError(KernelscopeError):
    """A file cannot be read as the data set it is meant to be."""


class LimitError(KernelscopeError):
    """A request is larger than a limit of :mod:`core.limits`."""


class ParameterError(KernelscopeError, ValueError):
    """A parameter or an array lies outside the range that the method is defined on."""


class ComputeError(KernelscopeError):
    """A computation has no finite answer, for instance because it overflowed."""


class WorkspaceError(KernelscopeError):
    """What was kept in a workspace cannot be written, found or read."""


class Cancelled(KernelscopeError):
    """The user stopped a long computation."""
