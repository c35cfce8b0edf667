"""The Beijing region of sigateway: 北京市社会保险网上申报、查询系统."""
