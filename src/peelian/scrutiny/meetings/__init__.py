"""Committees, their members and meetings: agenda, papers, attendance, votes, minutes, questions to witnesses, actions."""
