"""Widgets, one family a file; they keep their own cursor, scroll and unfinished typing and nothing else."""
