"""What a computation will take, estimated before it is begun."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """``seconds`` of one core, and ``n_bytes`` of memory beyond the data themselves."""

    seconds: float
    n_bytes: int

    def in_words(self) -> str:
        """Both, rounded to what an estimate is worth.

        >>> Cost(3.4, 41_000_000).in_words(), Cost(0.2, 3_000_000).in_words()
        ('about 3 s, 41 MB', 'less than 1 s, 3 MB')
        >>> Cost(190, 2_600_000_000).in_words()
        'about 3 minutes, 2.6 GB'
        """
        duration = duration_in_words(self.seconds)
        if self.n_bytes < 1e9:
            return f"{duration}, {max(1, _two_digits(self.n_bytes / 1e6))} MB"
        return f"{duration}, {self.n_bytes / 1e9:.1f} GB"


def duration_in_words(seconds: float) -> str:
    """A duration, rounded to what an estimate is worth.

    >>> duration_in_words(0.4), duration_in_words(34), duration_in_words(600)
    ('less than 1 s', 'about 34 s', 'about 10 minutes')
    """
    if seconds < 1:
        return "less than 1 s"
    if seconds < 90:
        return f"about {_two_digits(seconds)} s"
    return f"about {_two_digits(seconds / 60)} minutes"


def _two_digits(number: float) -> int:
    """A whole number of which only the first two digits are kept."""
    digits = max(len(f"{number:.0f}") - 2, 0)
    return round(number / 10**digits) * 10**digits
