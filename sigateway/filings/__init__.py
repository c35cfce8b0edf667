"""WHAT is filed: people, units, filings, orders, findings, cases. Frozen values, no I/O, no clock."""
