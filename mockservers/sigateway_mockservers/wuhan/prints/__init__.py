"""Forms printed from the system (WH-49, 70, 97, 98): what stands in them, and how they are written."""
