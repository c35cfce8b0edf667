"""What every mock hall stands on: worlds, clocks, faults, journals, the oracle, transports and the control plane."""
