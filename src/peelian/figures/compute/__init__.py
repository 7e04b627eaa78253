"""Aggregate in the engine (Ibis), think in the cube (NumPy)."""
