"""Openhearth: build open-source AI, end to end.

The rooms, in the order of the line they build:

    machine     what is here: accelerator, dtype, memory, cores, host
    plan        the dial: machine + minutes + corpus -> model, batch, predicted seconds and bytes
    database    SQLite or PostgreSQL by URL, brought to the newest version (migrations)
    workspace   artefacts with provenance, written whole or not at all
    data        datasets: the catalogue, downloads, terms, generators
    lm          tokenizer, model, training, evaluation, generation
    release     cards, licence, bundle, signature, checks
    grading     assignments: proof that the grader is right
    figures     the one look of all figures
    lesson      what every notebook needs: opening lines, quizzes, tables
    course      run every lesson in order
    sphinxext   what the book needs
    cli         one file a command group

Importing the package loads none of them (and no torch): import the room you need.
"""

__version__ = "0.1.0"
