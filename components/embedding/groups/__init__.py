"""Groups along the data on the map page."""
