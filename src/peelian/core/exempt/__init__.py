"""What the law lets a body withhold: kept encrypted under a key of its own, listed in public, reviewed, released and proved."""
