"""What lies along the map from a root: pseudotime, branches, features in order."""
