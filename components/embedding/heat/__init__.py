"""Heat that flows over a map from a point."""
