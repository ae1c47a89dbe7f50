"""Moments, to the second, in UTC, in one spelling: 2026-11-24T09:30:00Z."""

import datetime
import re

from openhearth.ethics.credential.errors import RefusalError

ALLOWANCE = datetime.timedelta(minutes=5)  # that two honest clocks may differ by
_SPELLING = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def now() -> datetime.datetime:
    """This moment, to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def write(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: object) -> datetime.datetime:
    """The moment that ``text`` writes.

    Raises:
        RefusalError: it is none, or in another spelling.
    """
    if isinstance(text, str) and _SPELLING.fullmatch(text):
        try:
            return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
        except ValueError:
            pass
    raise RefusalError(f"{str(text)[:40]!r} is no date and time such as 2026-11-24T09:30:00Z")


def years_after(moment: datetime.datetime, years: int) -> datetime.datetime:
    """The same day ``years`` later; 1 March for 29 February where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
