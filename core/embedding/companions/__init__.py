"""Other maps of the same points, through well-kept libraries, behind one registry."""
