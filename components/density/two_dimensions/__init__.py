"""The "Two dimensions" view."""
