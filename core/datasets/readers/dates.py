"""Dates and times of day written as text, in the forms that tables use."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ISO = "ISO8601"
_DATES = {
    "%d.%m.%Y": "day.month.year",
    "%d/%m/%Y": "day/month/year",
    "%m/%d/%Y": "month/day/year",
    "%Y/%m/%d": "year/month/day",
    "%Y.%m.%d": "year.month.day",
    "%d-%m-%Y": "day-month-year",
    "%m-%d-%Y": "month-day-year",
    "%d.%m.%y": "day.month.year",
    "%d/%m/%y": "day/month/year",
    "%m/%d/%y": "month/day/year",
    "%d %b %Y": "day month year",
    "%d-%b-%Y": "day-month-year",
    "%d %B %Y": "day month year",
    "%d. %B %Y": "day. month year",
    "%b %d, %Y": "month day, year",
    "%B %d, %Y": "month day, year",
    "%b %d %Y": "month day year",
    "%B %d %Y": "month day year",
}
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p",
          " %I:%M:%S.%f %p")  # fmt: skip
_OF_DAY = {"%H:%M:%S": "time of day", "%H:%M": "time of day", "%H:%M:%S.%f": "time of day"}
# Form → what it is called. Of two that read equally many cells, the first is taken.
FORMS: dict[str, str] = {
    ISO: "dates",
    **{date + time: words for date, words in _DATES.items() for time in _TIMES},
    "%a %b %d %H:%M:%S %Y": "weekday month day time year",
    **_OF_DAY,
}
# What every form needs: two parts with something between them, or a year. A hundred forms are tried
# on what has it, and none on names like S01.
_MAY_BE_A_DATE = re.compile(r"\d[\s./:,-]+\w|\d{4}")
_LOOKED_AT = 200
_YEAR_WORDS, _FIRST_YEAR, _LAST_YEAR = ("year", "years", "yr", "jahr"), 1500, 2200
_SWAPPED = {"%d/%m/": "%m/%d/", "%m/%d/": "%d/%m/", "%d-%m-": "%m-%d-", "%m-%d-": "%d-%m-"}


@dataclass(frozen=True, eq=False)
class Dates:
    """Text read as dates: ``seconds`` (n,) since 1970 in UTC (since midnight for times of day), NaN
    where unreadable; the ``form`` of :data:`FORMS`; ``other``, a form that reads as many cells.
    """

    seconds: NDArray[np.float64]
    form: str
    other: str | None = None

    @property
    def said(self) -> str:
        """The sentence that says how they were read."""
        if self.form == ISO:
            return "Times were read as dates, UTC if no zone is given."
        if self.form in _OF_DAY:
            return "Times were read as times of day, in seconds since midnight."
        said = f"Times were read as {FORMS[self.form]}, UTC."
        if self.other is not None:
            said += f" They could also be {FORMS[self.other]}: if so, write them as 2024-12-31."
        return said


def parse_dates(cells: pd.Series) -> Dates | None:
    """Text cells as dates, by the form that reads most of them; None when no form reads one.

    >>> found = parse_dates(pd.Series(["31.12.1969", "02.01.1970", ""]))
    >>> found.seconds.tolist(), found.said
    ([-86400.0, 86400.0, nan], 'Times were read as day.month.year, UTC.')
    """
    text = cells.astype(str).str.strip()
    form = _form_of(text)
    if form is None:
        return None
    seconds = _seconds(text, form)
    swapped = next((form.replace(a, b) for a, b in _SWAPPED.items() if form.startswith(a)), None)
    if swapped is None:
        return Dates(seconds, form)
    as_swapped = _seconds(text, swapped)
    read, otherwise = (int((~np.isnan(each)).sum()) for each in (seconds, as_swapped))
    if otherwise > read:
        return Dates(as_swapped, swapped)
    return Dates(seconds, form, swapped if otherwise == read else None)


def are_dates(cells: pd.Series) -> bool:
    """Whether nine in ten of the filled cells are dates of one form, judged by the first 200.

    >>> are_dates(pd.Series(["3 Mar 2024", "11 Apr 2024"])), are_dates(pd.Series(["S01", "S02"]))
    (True, False)
    """
    head = _filled(cells.astype(str).str.strip())
    form = _form_of(head)
    return form is not None and float(np.isnan(_seconds(head, form)).mean()) <= 0.1


def are_years(column: str, values: NDArray[np.float64]) -> bool:
    """Whether a column of numbers (NaN where empty) holds years, by its name and its values.

    >>> are_years("Year", np.array([2007.0, np.nan])), are_years("year", np.array([3.0, 4.0]))
    (True, False)
    """
    filled = values[~np.isnan(values)]
    if column.strip().lower() not in _YEAR_WORDS or not len(filled):
        return False
    whole = bool((filled == np.rint(filled)).all())
    return whole and bool(filled.min() >= _FIRST_YEAR and filled.max() <= _LAST_YEAR)


def seconds_of_years(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first moment of each year (NaN where empty), in seconds since 1970 in UTC.

    >>> seconds_of_years(np.array([1970.0, 1971.0, np.nan])).tolist()
    [0.0, 31536000.0, nan]
    """
    empty = np.isnan(values)
    years = np.where(empty, 1970, values).astype(np.int64) - 1970
    seconds = years.astype("datetime64[Y]").astype("datetime64[s]").astype(np.float64)
    return np.where(empty, np.nan, seconds)


def _form_of(text: pd.Series) -> str | None:
    head = _filled(text)
    if not head.str.contains(_MAY_BE_A_DATE).any():
        return None
    best, most = None, 0
    for form in FORMS:
        read = int((~np.isnan(_seconds(head, form))).sum())
        if read > most:
            best, most = form, read
        if most == len(head):
            break
    return best


def _filled(text: pd.Series) -> pd.Series:
    """The first filled cells."""
    filled = text[~text.str.lower().isin(("", "nan", "na", "null", "none", "nat"))]
    return filled.head(_LOOKED_AT)


def _seconds(text: pd.Series, form: str) -> NDArray[np.float64]:
    try:
        moments = pd.to_datetime(text, format=form, utc=True, errors="coerce")
    except (ValueError, OverflowError, TypeError):  # zones that cannot be mixed, years too far away
        return np.full(len(text), np.nan)
    start = np.datetime64("1900-01-01" if form in _OF_DAY else "1970-01-01", "us")
    # In numpy and microseconds: pandas goes over nanoseconds, which end in 1677 and 2262.
    apart = moments.to_numpy(dtype="datetime64[us]") - start
    return np.asarray(apart / np.timedelta64(1, "s"), dtype=np.float64)
