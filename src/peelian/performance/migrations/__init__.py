"""Forward only."""
