"""Decisions of a body: the form with its advice and signatures, what of it is exempt and until when, and the register."""
