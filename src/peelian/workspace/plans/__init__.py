"""Plans in the office: forms of each kind of item, and what the desk of a plan shows."""
