"""The "From a few nodes" view."""
