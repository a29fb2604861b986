"""The "Beacons" view."""
