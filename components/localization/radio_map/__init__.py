"""The "Radio map" view."""
