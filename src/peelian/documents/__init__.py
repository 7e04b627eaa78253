"""Documents: what is printed from records, as tagged PDF that can be read aloud, and what reads it back."""
