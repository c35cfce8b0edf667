"""Filings: fields, rules, what stands, and the ways back."""
