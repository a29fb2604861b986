"""The "Who is right?" view."""
