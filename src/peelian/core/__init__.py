"""What every room shares: organisations, people and their roles, permissions, actions, privacy, clocks."""
