"""Ningbo 宁波 over Zhejiang: a city's layer of rules; code only where data does not do."""

from __future__ import annotations

from sigateway.plugin import Layer, hookimpl, load_layer


class Ningbo:
    """The province's hall, with what is the city's own (``rules.toml``)."""

    name = "宁波"

    @hookimpl
    def rulebook(self) -> Layer:
        """When the city came over, its bureau in the menu, its minimum wage, its place on a proof (ZJ-01, ZJ-05, ZJ-10, ZJ-27)."""
        return load_layer("sigateway_ningbo")


__all__ = ["Ningbo"]
