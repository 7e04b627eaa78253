"""How the tables of plans came about; only forwards."""
