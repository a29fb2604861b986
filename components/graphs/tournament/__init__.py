"""The "Tournament" view."""
