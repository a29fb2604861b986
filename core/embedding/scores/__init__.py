"""Scores of maps: distances, neighbours, classes, times, reach, and stability over seeds."""
