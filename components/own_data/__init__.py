"""A visitor's own data: one store for all labs, and the one choice among data on every page."""
