"""Forward only; each step works with the program before it and after it (docs/operations/upgrading.md)."""
