"""The real survey: the University of Guelph's corridor, its scans, packets and files."""

from core.datasets.guelph.packets import load_guelph_packets
from core.datasets.guelph.scans import load_guelph

__all__ = ["load_guelph", "load_guelph_packets"]
