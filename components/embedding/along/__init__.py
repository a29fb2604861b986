"""Order along the data from the chosen point."""
