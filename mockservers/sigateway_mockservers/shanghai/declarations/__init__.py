"""Declarations: fields, rules, what they do, what they cost, and the way back."""
