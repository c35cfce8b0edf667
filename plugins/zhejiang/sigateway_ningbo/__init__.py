"""Ningbo 宁波: a city over its province, and nothing to import from here but ``plugin.Ningbo``."""
