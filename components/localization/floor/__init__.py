"""The floor under every picture of a survey."""
