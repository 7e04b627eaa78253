"""Forward only: what was recorded is never rewritten."""
