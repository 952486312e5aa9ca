"""Kinds of alias target, one module a kind: a module that has a ``KIND`` is one, no list is edited."""
