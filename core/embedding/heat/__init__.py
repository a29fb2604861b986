"""Heat on a neighbour graph: its kernel, the distances read from it, and the map made of them."""
