"""The scan of bandwidths behind "Your data"."""
