"""WHO does the I/O: interpreter of effects, sync and async driver, ledger, signers, session pool, transports."""
