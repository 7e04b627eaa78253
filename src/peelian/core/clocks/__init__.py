"""Clocks: deadlines that list their days and say of each why it counts. Pure Python: a rule, a date, a calendar, an answer.

``statutory`` computes bank holidays, ``calendars`` holds those announced, with versions; ``rules`` are a reviewed file;
``counting`` counts, ``deadlines`` puts it together, ``words`` says it, ``changes`` tells what a new calendar changes.
"""
