"""Everything that knows the inside of Rasa: listening with the conversation in mind, running actions in process, words, locks."""
