"""The command line: ``sigateway regions | rules | window | check | file | status | doctor``."""

from .app import app, main

__all__ = ["app", "main"]
