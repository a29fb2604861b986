"""Models of unknown origin: checked node by node and run in a process with limits."""
