"""Hostile and broken submissions of the made-up assignment, each with what must become of it.

In each the answer ``share`` is replaced, or the notebook is changed, or files lie beside it; ``largest`` is right. ``marks`` are
those of test_share and test_largest. HONEST says that the answer earns its marks, WRONG that it must get none.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from classroom import RIGHT
from made_up import ID, SHARE

NBFORMAT: Any = nbformat
HONEST, WRONG, LOST = (2.0, 1.5), (0.0, 1.5), (0.0, 0.0)
GOOD, BAD = RIGHT["share"], SHARE % "1"
GRADED, REVIEW, UNREADABLE, TIMED_OUT, DIED = "graded", "needs review", "unreadable", "timed out", "died"


@dataclass(frozen=True)
class Attack:
    """One submission and what must become of it."""

    share: str = BAD
    marks: tuple[float, float] | None = WRONG
    outcomes: tuple[str, ...] = (GRADED,)
    change: Callable[[Any], Any] | None = None  # of the notebook
    files: Callable[[Path], None] | None = None  # in the folder
    raw: Callable[[str], bytes] | None = None  # of the notebook's text


ATTACKS: dict[str, Attack] = {}


def _code(name: str, share: str, marks: tuple[float, float] = WRONG, *outcomes: str) -> None:
    ATTACKS[name] = Attack(share, marks, outcomes or (GRADED,))


# Seeing what it must not. The answer is right, so that only what it prints would betray.
LOOK = """
def tell(found):
    print("FOUND:", str(found)[:200_000])
"""
_code(
    "walks_the_disk",
    GOOD
    + LOOK
    + """
import os
for above, folders, files in os.walk("/"):
    if above.startswith(("/proc", "/usr", "/lib")) or "site-packages" in above or "/lib/python" in above:
        folders.clear()
        continue
    for name in files:
        try:
            text = open(os.path.join(above, name), errors="replace").read(100_000)
        except OSError:
            continue
        if "HIDDEN TESTS" in text and "made_up" not in name:
            tell((above, name, text))
""",
    HONEST,
)
_code("opens_the_source", GOOD + LOOK + "tell(open({source!r}).read())", HONEST)
_code("asks_the_history", GOOD + LOOK + "tell((In, get_ipython().history_manager.input_hist_raw))", HONEST)
_code(
    "walks_the_callers_frames",
    "import sys\nseen = []\n"
    + GOOD.replace(
        "return",
        "frame = sys._getframe()\n    while frame:\n        seen.append(repr(frame.f_locals) + repr(frame.f_globals))\n        frame = frame.f_back\n    return",
    ),
    HONEST,
)
_code(
    "looks_through_all_objects",
    GOOD + LOOK + "import gc\ntell([o for o in gc.get_objects() if isinstance(o, str) and 'HIDDEN' in o])",
    HONEST,
)
_code(
    "reads_the_processes",
    GOOD
    + LOOK
    + "import glob\nfor p in glob.glob('/proc/[0-9]*/*'):\n    if p.endswith(('environ', 'cmdline', 'mem')):\n        try:\n            tell(open(p, 'rb').read(100_000))\n        except OSError:\n            pass",
    HONEST,
)
_code("prints_the_environment", GOOD + LOOK + "import os\ntell(dict(os.environ))", HONEST)

# Forging marks: the answer is wrong.
_code(
    "transforms_later_cells",
    BAD + "\nget_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])\n",
    LOST,  # its own later cells do not run either
)
_code(
    "overrides_run_cell",
    BAD + "\nget_ipython().run_cell = lambda *a, **k: None\n",
    LOST,  # its own later cells do not run either
)
_code(
    "breaks_the_assertion_error",
    BAD + "\nimport builtins\nclass Never(Exception): pass\nbuiltins.AssertionError = Never\n",
)
_code(
    "patches_builtins",
    BAD
    + "\nimport builtins\nbuiltins.abs = lambda x: 0.0\nbuiltins.sum = lambda *a: 1.0\nbuiltins.isinstance = lambda *a: True\n",
    LOST,
    GRADED,
    DIED,
)
_code(
    "patches_check",
    BAD
    + "\nimport contextlib, openhearth.grading as g, openhearth.grading.checks as c\ng.check = c.check = check = lambda name: contextlib.nullcontext()\n",
)
_code(
    "patches_the_random_numbers",
    BAD + "\nimport random\nrandom.Random.randint = lambda self, a, b: 1\nfresh = lambda name: random\n",
)
_code(
    "pleases_whatever_compares_it",
    "class Yes:\n    def __eq__(self, o): return True\n    __lt__ = __gt__ = __le__ = __ge__ = __eq__\n    def __sub__(self, o): return self\n    __rsub__ = __abs__ = __add__ = __radd__ = __sub__\n    def __abs__(self): return 0.0\n    def __getitem__(self, k): return self\n    def values(self): return [self]\ndef share(counts): return Yes()\n",
)
_code(
    "a_float_that_lies",
    "class Lie(float):\n    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\n    def __lt__(self, o): return True\ndef share(counts): return {k: Lie(9) for k in counts}\n",
)
_code(
    "a_dict_that_lies",
    "class Lie(dict):\n    def __getitem__(self, k): return 0.25\n    def values(self): return [1.0]\ndef share(counts): return Lie({k: 9.0 for k in counts})\n",
)
_code(
    "fakes_partial_credit",
    BAD
    + "\nimport sys\nsys.displayhook = lambda v: None\nget_ipython().display_pub.publish({'text/plain': '2.0'})\n2.0\n",
)
_code(
    "silences_tracebacks",
    BAD + "\nget_ipython().showtraceback = get_ipython()._showtraceback = lambda *a, **k: None\n",
)
_code(
    "writes_to_every_descriptor",
    BAD
    + "\nimport os\nfor fd in range(3, 200):\n    for forged in (b'{\"finished\": true}\\n', b'\\x00\\x00\\x00\\x0f{\"value\": true}\\n'):\n        try:\n            os.write(fd, forged)\n        except OSError:\n            pass\n",
    LOST,
    GRADED,
    DIED,
)
_code(
    "answers_before_it_is_asked",
    BAD
    + "\nimport gc, socket, struct\nfor o in gc.get_objects():\n    if isinstance(o, socket.socket):\n        o.sendall(struct.pack('>I', 14) + b'{\"value\": 0.25}'[:14])\n",
    LOST,
    GRADED,
    DIED,
)
_code(
    "opens_the_gradebook",
    BAD + "\nimport sqlite3\nsqlite3.connect({gradebook!r}).execute('update grade set auto_score = 2')\n",
)
_code(
    "opens_the_journal",
    BAD
    + "\nimport pathlib\nfor p in pathlib.Path({journal!r}).glob('*'):\n    p.write_text('{}')\npathlib.Path({journal!r}, 'x').write_text('')\n",
)
_code(
    "defines_the_test_names", BAD + "\ndraw = type('D', (), {'randint': lambda *a: 1})()\ncounts = {'a': 1}\n"
)
_code("raises_what_is_not_wrong", "def share(counts):\n    raise type('Skip', (BaseException,), {})()\n")


def _cell(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _notebook(name: str, marks: tuple[float, float] = WRONG, share: str = BAD, outcome: str = REVIEW) -> Any:
    def add(change: Callable[[Any], Any]) -> None:
        ATTACKS[name] = Attack(share, marks, (outcome,), change=change)

    return add


@_notebook("edits_the_test")
def _(notebook: Any) -> None:
    _cell(notebook, "test_share").source = "pass"


@_notebook("deletes_the_test")
def _(notebook: Any) -> None:
    notebook.cells.remove(_cell(notebook, "test_share"))


@_notebook("doubles_the_test")
def _(notebook: Any) -> None:
    twin = copy.deepcopy(_cell(notebook, "test_share"))
    twin.source = "pass"
    twin.id = "twin"
    notebook.cells.append(twin)


@_notebook("makes_the_test_text")
def _(notebook: Any) -> None:
    found = _cell(notebook, "test_share")
    found.cell_type = "markdown"
    found.pop("outputs", None)
    found.pop("execution_count", None)


@_notebook("moves_the_tests_to_the_front")
def _(notebook: Any) -> None:
    found = _cell(notebook, "test_share")
    notebook.cells.remove(found)
    notebook.cells.insert(0, found)


@_notebook("raises_the_points", outcome=GRADED)
def _(notebook: Any) -> None:
    _cell(notebook, "test_largest").metadata.nbgrader.points = 1000


@_notebook("takes_another_id")
def _(notebook: Any) -> None:
    _cell(notebook, "test_share").metadata.nbgrader.grade_id = "test_nothing"


@_notebook("unlocks_everything", outcome=GRADED)
def _(notebook: Any) -> None:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.locked = False
            cell.metadata.nbgrader.grade = False


@_notebook("strips_all_metadata_of_the_answer", marks=(0.0, 1.5))
def _(notebook: Any) -> None:
    _cell(notebook, "share").metadata.clear()


@_notebook("names_another_kernel", outcome=GRADED)
def _(notebook: Any) -> None:
    notebook.metadata.kernelspec = {
        "name": "evil",
        "display_name": "x",
        "language": "bash",
        "argv": ["sh", "-c", "id"],
    }


@_notebook("tags_the_test_as_shared", outcome=GRADED)
def _(notebook: Any) -> None:
    _cell(notebook, "test_share").metadata.tags = ["shared"]


@_notebook("doubles_the_answer", marks=HONEST, share=GOOD)
def _(notebook: Any) -> None:
    twin = copy.deepcopy(_cell(notebook, "share"))
    twin.id = "twin"
    notebook.cells.insert(notebook.cells.index(_cell(notebook, "share")) + 1, twin)


@_notebook("makes_the_answer_raw", marks=HONEST, share=GOOD)
def _(notebook: Any) -> None:
    found = _cell(notebook, "share")
    found.cell_type = "raw"
    found.pop("outputs", None)
    found.pop("execution_count", None)


# Stopping the run.
_code("leaves", "import os\nos._exit(0)", LOST, DIED)
_code("exits", GOOD + "\nexit()\n", HONEST)
_code("raises_system_exit_when_called", "def share(counts):\n    raise SystemExit(0)\n")
_code("segmentation_fault", "import ctypes\nctypes.string_at(0)", LOST, DIED)
_code(
    "deep_recursion",
    "import sys\nsys.setrecursionlimit(10**9)\ndef share(counts): return share(counts)",
    LOST,
    DIED,
)
_code("never_ends", "while True: pass", WRONG, TIMED_OUT)
_code(
    "cannot_be_interrupted",
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    LOST,
    DIED,
    TIMED_OUT,
)
_code(
    "swallows_interruptions",
    "while True:\n    try:\n        for _ in iter(int, 1): sum(range(1000))\n    except BaseException:\n        pass",
    LOST,
    DIED,
    TIMED_OUT,
)
_code("sleeps", "import time\ntime.sleep(1000)", WRONG, TIMED_OUT)
_code("sleeps_when_called", "import time\ndef share(counts): time.sleep(1000)", WRONG, TIMED_OUT)
_code(
    "changes_names_from_a_thread",
    BAD
    + "\nimport threading, builtins\ndef change():\n    while True:\n        builtins.abs = lambda x: 0.0\nthreading.Thread(target=change, daemon=True).start()\n",
    WRONG,
)
_code(
    "leaves_a_daemon",
    BAD
    + "\nimport os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.execvp('sleep', ['sleep', {mark!r}])\n    os._exit(0)\n",
    WRONG,
)
_code(
    "fork_bomb",
    BAD
    + "\nimport os, time\ndef bomb():\n    while True:\n        try:\n            if os.fork() == 0:\n                continue\n        except OSError:\n            return\nif os.fork() == 0:\n    bomb()\n    time.sleep(60)\n    os._exit(0)\n",
    WRONG,
)
_code(
    "memory_bomb",
    BAD + "\nkept = []\nwhile True:\n    kept.append(bytearray(1 << 28))\n",
    WRONG,
    GRADED,
    DIED,
    TIMED_OUT,
)
_code(
    "fills_the_disk",
    BAD + "\nwith open('big', 'wb') as file:\n    while True:\n        file.write(bytes(1 << 24))\n",
    WRONG,
)
_code("prints_without_end", BAD + "\nfor _ in range(1000):\n    print('x' * 100_000)\n", WRONG)
_code(
    "displays_without_end",
    BAD
    + "\nfrom IPython.display import display\nfor i in range(20_000):\n    display({'text/plain': str(i)}, raw=True)\n",
    WRONG,
)
_code("waits_for_input", BAD + "\ninput()\n", WRONG)
_code(
    "answers_a_gigabyte",
    "def share(counts): return {k: 'x' * (1 << 30) for k in counts}",
    WRONG,
    GRADED,
    TIMED_OUT,
    DIED,
)
_code("answers_without_end", "def share(counts):\n    a = []\n    a.append(a)\n    return a\n")

# Getting out.
_code(
    "connects",
    GOOD + "\nimport socket\nsocket.create_connection(('127.0.0.1', {port}), 2).sendall(b'out')\n",
    HONEST,
)
_code("resolves_a_name", GOOD + "\nimport socket\nsocket.getaddrinfo('example.org', 80)\n", HONEST)
_code("raw_packets", GOOD + "\nimport socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, 1)\n", HONEST)
_code(
    "unix_socket",
    GOOD + "\nimport socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0{abstract}')\ns.send(b'out')\n",
    HONEST,
)
_code(
    "traces_its_parent",
    GOOD + "\nimport ctypes, os\nassert ctypes.CDLL(None).ptrace(16, os.getppid() or 1, 0, 0) == 0\n",
    HONEST,
)
_code(
    "mounts",
    GOOD + "\nimport ctypes\nassert ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0\n",
    HONEST,
)
_code("kills_everything", BAD + "\nimport os\nos.kill(-1, 9)\n", WRONG, GRADED, DIED)
_code(
    "writes_everywhere",
    GOOD
    + "\nimport os, sys\nfor path in ('/etc/x', os.path.join(sys.prefix, 'x'), {canary!r}, '/usr/x', '/var/tmp/x'):\n    try:\n        open(path, 'w').write('owned')\n    except OSError:\n        pass\n",
    HONEST,
)
_code("calls_a_shell", "%%bash\necho owned > {canary} ; id\n", (0.0, 1.5))
_code("escapes_with_a_bang", GOOD + "\n!echo owned > {canary}\n", HONEST)
_code("reads_secrets_of_the_system", GOOD + LOOK + "tell(open('/etc/shadow').read())\n", HONEST)


# Poisoning what comes after.
def _shadows(folder: Path) -> None:
    for name in ("torch.py", "numpy.py", "sitecustomize.py", "random.py", "openhearth.py", "json.py"):
        (folder / name).write_text("import os\nos._exit(3)\n")


def _pickle(folder: Path) -> None:
    (folder / "stories.csv").write_bytes(b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
    (folder / "data.pkl").write_bytes(b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")


ATTACKS["shadows_modules"] = Attack(GOOD, HONEST, files=_shadows)
ATTACKS["replaces_the_courses_data"] = Attack(
    GOOD + "\nassert open('stories.csv').read() == 'Twi,1\\n'\n", HONEST, files=_pickle
)
_code(
    "scripts_the_formgrader",
    GOOD
    + '\nfrom IPython.display import HTML, Javascript, SVG, display\ndisplay(HTML(\'<script>alert(1)</script><b onclick="alert(2)">x</b><iframe src="javascript:alert(3)"></iframe>\'))\ndisplay(Javascript(\'alert(4)\'))\ndisplay(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(5)"/>\'))\n',
    HONEST,
)
_code(
    "controls_the_terminal",
    "def share(counts):\n    raise ValueError('\\x1b]0;owned\\x07\\x1b[2J\\u202eevil')\n",
)
_code("turns_numbers_into_nothing", "def share(counts): return {k: float('nan') for k in counts}\n")


# Files that are none.
def _file(name: str, make: Callable[[Path], None]) -> None:
    ATTACKS[name] = Attack(GOOD, None, (UNREADABLE,), files=make)


_file(
    "links_to_the_answers",
    lambda folder: (folder / "answers.txt").symlink_to(folder.parents[2] / "source" / ID / f"{ID}.ipynb"),
)
_file("links_to_a_folder", lambda folder: (folder / "all").symlink_to("/etc"))
_file(
    "hard_link",
    lambda folder: (folder / "answers.txt").hardlink_to(folder.parents[2] / "source" / ID / f"{ID}.ipynb"),
)
_file("a_pipe", lambda folder: __import__("os").mkfifo(folder / "pipe"))


def _deep(folder: Path) -> None:
    place = folder
    for _ in range(30):
        place = place / "d"
    place.mkdir(parents=True)


_file("nested_folders", _deep)


def _two_gigabytes(folder: Path) -> None:
    with (folder / "weights.bin").open("wb") as file:
        file.truncate(2 << 30)


_file("two_gigabytes", _two_gigabytes)


# Honest, but broken.
def _raw(
    name: str, raw: Callable[[str], bytes], *outcomes: str, marks: tuple[float, float] | None = HONEST
) -> None:
    ATTACKS[name] = Attack(GOOD, marks, outcomes or (GRADED,), raw=raw)


def _version_3(text: str) -> bytes:
    return str(NBFORMAT.writes(NBFORMAT.convert(NBFORMAT.reads(text, as_version=4), 3), version=3)).encode()


def _without(*keys: str) -> Callable[[str], bytes]:
    def change(text: str) -> bytes:
        data = json.loads(text)
        for key in keys:
            data["metadata"].pop(key, None)
        return json.dumps(data).encode()

    return change


def _colab(text: str) -> bytes:
    """As Google Colab saves it: no cell ids, its own metadata, outputs of its kernel."""
    data = json.loads(text)
    data["nbformat_minor"] = 0
    data["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "accelerator": "GPU",
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(data["cells"]):
        cell.pop("id", None)
        cell["metadata"] |= {"id": f"aB3{number}", "colab": {"base_uri": "https://localhost:8080/"}}
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["done\n"]}]
            cell["metadata"]["outputId"] = "0c3f"
    return json.dumps(data).encode()


def _many_cells(text: str) -> bytes:
    data = json.loads(text)
    empty = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [], "execution_count": None}
    data["cells"] += [{**empty, "id": f"cell-{number}"} for number in range(1000)]
    return json.dumps(data).encode()


_raw("from_colab", _colab)
_raw("a_thousand_cells", _many_cells)
_raw("not_json", lambda text: text[:-40].encode(), UNREADABLE, marks=None)
_raw("not_utf_8", lambda text: text.encode("utf-16"), UNREADABLE, marks=None)
_raw("nested_json", lambda text: b"[" * 10_000 + b"]" * 10_000, UNREADABLE, marks=None)
_raw("empty", lambda text: b"", UNREADABLE, marks=None)
_raw("no_cells", lambda text: json.dumps({**json.loads(text), "cells": []}).encode(), UNREADABLE, marks=None)
_raw(
    "another_assignments",
    lambda text: text.replace('"grade_id": "', '"grade_id": "other_').encode(),
    UNREADABLE,
    marks=None,
)
_raw("byte_order_mark", lambda text: b"\xef\xbb\xbf" + text.encode())
_raw("no_kernelspec", _without("kernelspec", "language_info"))
_raw("format_3", _version_3)
_code("warns", "import warnings\nwarnings.warn('old')\n" + GOOD, HONEST)
_code("slow_but_right", "import time\n" + GOOD.replace("return", "time.sleep(0.3)\n    return"), HONEST)
_code(
    "numpy_scalars",
    "import numpy as np\ndef share(counts):\n    total = np.float64(sum(counts.values()))\n    return {k: np.float64(v) / total for k, v in counts.items()}\n",
    HONEST,
)
_code(
    "ordered_dict",
    "from collections import OrderedDict\ndef share(counts):\n    return OrderedDict((k, v / sum(counts.values())) for k, v in counts.items())\n",
    HONEST,
)

SECRETS = ("ten are more than nine", "shares sum to one", "randint(1, 99)", "MODEL-KEY-9137")
"""Texts of hidden tests, and a variable of the grader's: in nothing that a learner gets to see."""

__all__ = ["ATTACKS", "SECRETS", "Attack", "field"]
