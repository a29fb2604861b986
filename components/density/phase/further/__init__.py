"""What stands below the phase diagram: numbers, curves along h, other data."""
