"""People: clerks at units, the counter, the centre, the certificate authority, the telephone."""
