"""The command line: ``sigateway regions | rules | window | check | file | status | ways-back | doctor``."""

from .app import app, main

__all__ = ["app", "main"]
