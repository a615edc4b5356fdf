"""The ways in: every message passes the guard here before Rasa sees it."""
