"""The "Map" view."""
