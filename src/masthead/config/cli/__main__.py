"""``python -m masthead.config.cli``: the command line where its script is not installed."""

from . import main

if __name__ == "__main__":
    main()
