"""The overlay of Changzhou: one layer of rules, over the province's."""

from __future__ import annotations

from sigateway.plugin import Layer, hookimpl, load_layer


class Changzhou:
    """常州: a scan needs the person's basic data (JS-43). The rest is the province's."""

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_changzhou")


__all__ = ["Changzhou"]
