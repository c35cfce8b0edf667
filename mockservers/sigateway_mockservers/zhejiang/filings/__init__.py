"""Enrolment, suspension, progress, take-back and opening."""
