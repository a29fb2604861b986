"""The "How good?" view."""
