"""The commands of Wegweiser, one module each. What is heavy is imported when a command runs, so that ``--help`` is quick."""
