"""xalias: an interactive explorer for Amazon Route 53 cross-account alias records."""

__version__ = "0.1.0"
