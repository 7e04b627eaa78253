"""A borough's quarter in the office: its forms, and what its pages show."""
