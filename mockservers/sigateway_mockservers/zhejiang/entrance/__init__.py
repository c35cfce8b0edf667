"""The way from the portal into the hall: tickets exchanged for sessions."""
