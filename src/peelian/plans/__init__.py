"""A body's plan: its themes, commitments and objectives, and the yardsticks by which each objective is read.

Pages ask `peelian.plans.queries`; nothing here computes a figure.
"""
