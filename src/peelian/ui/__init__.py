"""How Peelian looks: page frame, components, charts and the one place where numbers become words."""
