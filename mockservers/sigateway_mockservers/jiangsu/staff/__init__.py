"""People: the app and its users, the helper, the counter, clerks and legal representatives."""
