"""HOW a conversation goes, with no I/O: effects, echo, evidence, credentials."""
