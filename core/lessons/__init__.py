"""Lessons, read from Markdown files: step by step a page with its settings, text, a question."""

from core.lessons.classrooms import Classroom, Classrooms
from core.lessons.kept_lessons import KeptLessons
from core.lessons.lesson import LEVELS, Lesson, Question, Step
from core.lessons.poll import Poll
from core.lessons.progress import Progress, Standing
from core.lessons.reading import read_lesson
from core.lessons.writing import write_lesson

__all__ = [
    "LEVELS",
    "Classroom",
    "Classrooms",
    "KeptLessons",
    "Lesson",
    "Poll",
    "Progress",
    "Question",
    "Standing",
    "Step",
    "read_lesson",
    "write_lesson",
]
