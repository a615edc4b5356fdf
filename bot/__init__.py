"""Wegweiser: from a first message in one's own language to the right AWO counselling service and office."""
