"""Releases as people make them: the calendar, drafts, commentary, corrective action, review, sign-off, pre-release access."""
