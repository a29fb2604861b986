"""A floor plan of one's own: its picture, its scale, and what stands where on it."""
