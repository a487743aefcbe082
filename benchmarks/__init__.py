"""Benchmarks: what is measured on generated magazines, each measurement in a process of its own.

In: a size. Out: figures, as JSON or as the table of docs/explanation/performance.md (`make bench`).
"""
