"""What the bot does in a turn: each action reads the slots, calls one use case, and sends keys and values, never words."""
