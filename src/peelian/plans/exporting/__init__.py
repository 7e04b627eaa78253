"""A plan as files for programs: JSON, CSV, and StratML (ISO 17469). Pure: a plan as it stands on a day goes in, text comes out.

docs/reference/plan-files.md says what each file holds.
"""
