"""Masthead: a newsroom where people write, and a press that turns what they publish into a site."""

__all__ = ["__version__"]

__version__ = "0.1.0"
