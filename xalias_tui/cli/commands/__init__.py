"""The commands: each module is one, named as operators call it, and has a ``command``."""
