"""Background work: jobs that people ask for, that say how far they are, and that survive the death of any process."""
