"""What to cite: the articles of the methods, the software, and the built-in data sets."""

from core.citing.bibliography import BibEntry, bibliography
from core.citing.made_entries import data_entry, software_entry

__all__ = ["BibEntry", "bibliography", "data_entry", "software_entry"]
