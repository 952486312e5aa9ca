"""A simulated AWS organisation, reached over real HTTP on a loopback port."""
