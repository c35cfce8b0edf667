"""The counters of the agency, one idea each; :class:`~sigateway_mockservers.wuhan.counter.Counter` is all of them."""
