"""Log-ins, faces, accounts and ranks."""
