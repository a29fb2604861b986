"""The "Phase diagram" view."""
