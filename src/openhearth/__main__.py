"""``python -m openhearth``: the command, also where its script is not on the path (``torchrun -m openhearth``)."""

from openhearth.cli import main

main()
