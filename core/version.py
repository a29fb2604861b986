"""The version of Kernelscope; links, manifests and exported models carry it."""

__version__ = "0.1.0"
