"""Shanghai 上海: the region plugin of the city's self-service platform for employers 社会保险自助经办平台."""
