"""``python -m bot``: the commands of Wegweiser."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
