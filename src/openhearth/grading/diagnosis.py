"""What this machine has to confine submissions with, found by trying."""

import os
import sys
from dataclasses import dataclass

from openhearth.grading import bubblewrap, groups, landlock, linux, sandbox


@dataclass(frozen=True)
class Check:
    """One thing that is there or not; without what is ``needed`` the level is not reached."""

    name: str
    there: bool
    needed: bool
    says: str


@dataclass(frozen=True)
class Diagnosis:
    """``level`` is the best isolation that can be had."""

    level: str
    checks: tuple[Check, ...]


def diagnose() -> Diagnosis:
    """Try everything once."""
    if not linux.machine():
        why = f"submissions are confined on Linux, x86_64 or aarch64; this is {sys.platform}. Use a virtual machine or WSL 2"
        return Diagnosis("none", (Check("Linux", False, True, why),))
    refusal = sandbox.refusal()
    no_bubblewrap = bubblewrap.refusal()
    as_root = os.geteuid() == 0
    abi = landlock.version()
    has_groups = groups.available()
    checks = (
        Check(
            "sandbox",
            not refusal,
            True,
            refusal + "; " + _help(as_root)
            if refusal
            else f"namespaces, a root of its own, seccomp, no capabilities ({'as root' if as_root else 'without root'})",
        ),
        Check(
            "bubblewrap",
            not no_bubblewrap,
            False,
            no_bubblewrap
            or "--isolation bwrap can be asked for: as strict, but Python starts anew for every submission",
        ),
        Check(
            "control groups",
            has_groups,
            False,
            "memory and processes are limited for a submission as a whole"
            if has_groups
            else "memory is limited for each process alone; run as root, or in a systemd user scope with Delegate=yes",
        ),
        Check(
            "Landlock",
            bool(abi),
            False,
            f"version {abi}: files and network are fenced a second time"
            if abi
            else "a kernel of 5.13 or newer with lsm=landlock fences files a second time",
        ),
    )
    level = "strict" if not refusal else "bwrap" if not no_bubblewrap else "none"
    return Diagnosis(level, checks)


def _help(as_root: bool) -> str:
    if as_root:
        return "in a container it needs the capability SYS_ADMIN and an unconfined seccomp profile"
    return "users must be let make namespaces: sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns=0"
