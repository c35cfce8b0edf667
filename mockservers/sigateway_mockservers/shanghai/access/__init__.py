"""Who may come in, and who may file: certificates, sessions, agreement, approval."""
