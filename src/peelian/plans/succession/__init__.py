"""What became of a plan in the next one, one promise in different words, and a summary that must not say more than its records.

Pure functions over items: no database, no Django. `compare` proposes, a person decides (`decide`), and both are kept.
"""
