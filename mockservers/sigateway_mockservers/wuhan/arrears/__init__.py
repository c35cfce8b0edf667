"""Arrears: what is owed, assessed, billed, paid at the tax desk and confirmed at the counter (WH-98..106)."""
