"""The "Memorisation" view."""
