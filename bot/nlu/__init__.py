"""The understanding: graph components that map a message to the labels, and the deterministic parts they are made of."""
