"""What single lessons measure, one file a concept.

    quality         lesson 02: does a corpus hold what it says?
"""
