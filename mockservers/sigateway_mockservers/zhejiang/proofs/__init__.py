"""Proofs with a seal."""
