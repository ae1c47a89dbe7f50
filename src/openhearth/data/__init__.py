"""Datasets under known terms, in the order they are met (being written)."""

from openhearth.data.records import Corpus, DataError, Story, Table

__all__ = ["Corpus", "DataError", "Story", "Table"]
