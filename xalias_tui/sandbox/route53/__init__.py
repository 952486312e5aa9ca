"""A strict Route 53: what it refuses, the simulated one refuses in the same words."""
