"""Zhejiang 浙江: the region plugin, and nothing to import from here but ``plugin.Zhejiang``."""
