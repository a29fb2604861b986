"""One scan on its floor, in "Where?"."""
