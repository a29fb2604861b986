"""Files whose readers are compiled code or may ask for much: read in a process with limits."""
