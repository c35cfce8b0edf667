"""Flexible workers, in four steps."""
