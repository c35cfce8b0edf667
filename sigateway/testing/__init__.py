"""Door 3, the SDK's side: what CI of a vendor or a contributor needs to test against mock halls."""
