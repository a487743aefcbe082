"""``python -m masthead``: the command line."""

from masthead.config.cli import main

if __name__ == "__main__":
    main()
