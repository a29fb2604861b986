"""The "Leaderboard" view."""
