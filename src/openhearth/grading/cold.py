"""One process of a submission, started by `bubblewrap`: ``python -m openhearth.grading.cold ROLE DESCRIPTORS...``.

It takes on itself what no namespace takes, and becomes the learner's process or the tests'.
"""

import contextlib
import json
import os
import shutil
import socket
import sys
from pathlib import Path

from openhearth.grading import bubblewrap, cells, sandbox, zygote


def main(role: str, descriptors: list[int]) -> None:
    """Run ``role`` to its end."""
    request = json.loads(Path("/request.json").read_text())
    shutil.copytree(bubblewrap.GIVEN, sandbox.SCRATCH, dirs_exist_ok=True)
    os.environ.update(HOME="/tmp", TMPDIR="/tmp")
    zygote.settle(request)
    shell = cells.shell()
    sandbox.restrict(sandbox.Limits(), grouped=False)
    *others, end = descriptors
    if role == "learner":
        zygote.learner(shell, socket.socket(fileno=end))
    else:
        zygote.tests(shell, request, others, socket.socket(fileno=end))


if __name__ == "__main__":
    with contextlib.suppress(BaseException):
        main(sys.argv[1], [int(word) for word in sys.argv[2:]])
        os._exit(0)
    os._exit(zygote.BROKEN)
