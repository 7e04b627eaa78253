"""What the comparison of wordings knows of the field: words that mean one thing, and verbs that promise more or less."""

from __future__ import annotations

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("officer", "officers", "constable", "constables", "police officer", "police officers", "police constable",
     "police constables", "pc", "pcs"),
    ("pcso", "pcsos", "community support officer", "community support officers", "police community support officer",
     "police community support officers"),
    ("met", "mps", "metropolitan police", "metropolitan police service", "the met police"),
    ("domestic abuse", "domestic violence"),
    ("vawg", "violence against women and girls"),
    ("young", "youth", "youths", "children", "child", "child's", "children's"),
    ("borough", "boroughs", "borough council", "borough councils", "local authority", "local authorities", "councils"),
    ("cps", "crown prosecution service", "prosecutor", "prosecutors"),
    ("survivor", "survivors", "victim", "victims", "victims'", "victim's", "complainants"),
    ("perpetrator", "perpetrators", "abuser", "abusers"),
    ("asb", "antisocial behaviour", "anti-social behaviour"),
    ("additional", "extra", "second", "another", "further"),
    ("annual", "yearly", "each year", "every year"),
    ("fgm", "female genital mutilation"),
    ("ethnic minority", "bame", "bme"),
    ("female", "women", "woman"),
    ("offender", "offenders"),
    ("custody", "custodial", "prison", "prisons"),
    ("camera", "cameras", "body-worn video", "body worn video", "body-worn cameras"),
    ("online", "internet", "digital"),
    ("voluntary sector", "third sector", "voluntary and community sector", "vcs"),
    ("hmic", "hmicfrs", "inspectorate of constabulary"),
    ("idva", "idvas", "independent domestic violence advocate", "independent domestic violence advocates"),
    ("isva", "isvas", "independent sexual violence advisor", "independent sexual violence advisors",
     "independent sexual violence advisers"),
    ("reoffending", "re-offending", "repeat offending"),
    ("neighbourhood policing", "community policing", "local policing"),
)  # fmt: skip
"""Words and phrases of the field that are counted as one word, the first of each row."""

STRENGTH: tuple[tuple[int, tuple[str, ...]], ...] = (
    (0, ("consider", "explore", "exploring", "considering", "look at", "look into", "looking at", "investigate whether",
         "examine whether", "review whether", "may", "might", "could", "where possible", "if possible", "scope",
         "when resources allow", "subject to", "think about")),
    (1, ("seek", "seeking", "aim", "aiming", "hope", "work towards", "working towards",
         "press for", "will press", "press the", "press government", "lobby",
         "lobby for", "propose", "intend", "encourage", "encouraged", "encouraging", "ask", "call for", "call on", "try",
         "trial", "pilot", "review", "strive", "would like", "campaign for", "push for")),
    (3, ("guarantee", "guaranteeing", "guaranteed", "guarantees", "must")),
)  # fmt: skip
"""How much a verb promises: 0 looks at it, 1 tries, 3 vouches. A plain verb, with ``will`` or without, is 2."""

PLAIN = 2
"""The strength of a promise whose verb stands in no list."""

NEGATIONS = ("not", "no longer", "never", "without", "cease", "scrap", "abandon", "stop", "cannot", "neither")

RISING = frozenset(
    {"increase", "increasing", "raise", "raising", "more", "higher", "grow", "growing", "expand", "widen"}
)
FALLING = frozenset(
    {"reduce", "reducing", "reduction", "fewer", "less", "lower", "cut", "cutting", "decrease", "shrink"}
)
"""Words that say which way a target goes."""

STOP = frozenset(
    """
    a all also an and any are as at be been being both but by can do does each for from had has have having he her his how i if in
    including into is it its made make me more most my of on or other our ours out over own shall should so some such than that the
    their them then there these they this those through to under up upon us very was we were what when where which while who will
    with would you your
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)
"""Words that say nothing of what is promised."""
