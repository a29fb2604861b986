"""The "Side by side" view."""
