"""Pictures of a page as figures for a paper, with what they were made of below them."""
