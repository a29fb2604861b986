"""The "One graph" view."""
