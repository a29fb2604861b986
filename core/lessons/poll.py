"""What is known of one poll: whether it is open, and how many chose what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Poll:
    """The question of a step, put to a class.

    Attributes
    ----------
    round : str
        Differs each time that the question is asked again.
    is_open : bool
        Whether answers are taken.
    is_shown : bool
        Whether the class sees the result.
    counts : tuple of int
        How many chose each of the choices.
    mine : int or None
        What the one who asks has chosen, while the poll is open.

    Examples
    --------
    >>> Poll("9f", is_open=True, is_shown=False, counts=(2, 5)).n_answers
    7
    """

    round: str
    is_open: bool
    is_shown: bool
    counts: tuple[int, ...]
    mine: int | None = None

    @property
    def n_answers(self) -> int:
        """How many have answered."""
        return sum(self.counts)
