"""Use cases: what the explorer and the command line do, without either."""
