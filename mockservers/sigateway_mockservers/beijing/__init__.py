"""The mock hall of Beijing: 北京市社会保险网上申报、查询系统, two systems on two sites (BJ-01)."""
