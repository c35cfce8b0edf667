"""Door 3, the SDK's side: what CI of a vendor or a contributor needs to test against mock halls."""

from sigateway.testing.clock import WorldClock

__all__ = ["WorldClock"]
