"""Keys, certificates, log-in, and the opening of the service."""
