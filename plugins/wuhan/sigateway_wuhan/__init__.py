"""Wuhan 武汉: the region plugin of the city's online hall for employers (单位网上办事)."""
