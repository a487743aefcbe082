"""Hold the demonstration magazine: its plan, its articles and its pictures."""
