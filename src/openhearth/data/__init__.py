"""Datasets under known terms. The stages, in order:

    catalogue    what there is: whose, under what licence, for what purpose
    download     archives of a pinned commit, from the network or a mirror, checked by content
    storybooks, udhr, tables, tales    from files, packages or a grammar to records
    records      the records: Story, Corpus, Table
    loading      load("tales"): the terms applied
    attribution  the credits that licences ask for
    croissant    the entry, and what was made of it, in JSON-LD
    store        a corpus as an artefact, and back

Importing it loads no torch, scikit-learn or network library.
"""

from openhearth.data.attribution import attribution
from openhearth.data.catalogue import Entry, entries, info
from openhearth.data.loading import load, load_or_default
from openhearth.data.records import Corpus, DataError, Story, Table
from openhearth.data.store import read, save

__all__ = [
    "Corpus",
    "DataError",
    "Entry",
    "Story",
    "Table",
    "attribution",
    "entries",
    "info",
    "load",
    "load_or_default",
    "read",
    "save",
]
