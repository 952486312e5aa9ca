"""Targets: discovered, inspected, recognised by name, found, indexed, and read from cards."""
