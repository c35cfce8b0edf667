"""The mock hall of Shanghai."""
