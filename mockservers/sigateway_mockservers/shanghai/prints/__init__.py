"""The two forms that are printed."""
