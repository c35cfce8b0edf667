"""People at work beside the wire."""
