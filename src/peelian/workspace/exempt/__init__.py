"""The desk of what is withheld: the queue of reviews and releases, and what stands on boards of it."""
