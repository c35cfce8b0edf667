"""Yearly wages: the periods, the retirees, who decides, and what the oracle asks (WH-90..97, WH-132, WH-137, WH-138)."""
