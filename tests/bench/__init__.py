"""A benchmark, not a test: start, memory and speed of the bot beside Rasa's own starter bot. ``python -m tests.bench``."""
