"""Seeded generators of point clouds and graphs whose truth is known."""
