"""Meetings as other programs read them: ModernGov's web service, OParl, iCalendar and Atom. All of it is made of what is public."""
