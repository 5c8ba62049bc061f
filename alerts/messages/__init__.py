"""Messages as people receive them: pure functions from values to subject, HTML, plain text and Markdown that say the same."""

from alerts.messages.administrators import (
    MOST_CHANGES,
    Backlog,
    Busy,
    Idle,
    Notice,
    StillOpen,
    Trouble,
    incidents,
    page_incidents,
    still_open,
)
from alerts.messages.delivery import given_up
from alerts.messages.event import alert
from alerts.messages.page import PageDoubts, tasks, tasks_of_pages
from alerts.messages.rectification import Correction, rectification
from alerts.messages.rendering import rendered
from alerts.messages.values import Coverage, Message, OurPages, PageTasks, Reader, Standing, Unread, Upcoming, Window
from alerts.messages.window import digest

__all__ = [
    "MOST_CHANGES",
    "Backlog",
    "Busy",
    "Correction",
    "Coverage",
    "Idle",
    "Message",
    "Notice",
    "OurPages",
    "PageDoubts",
    "PageTasks",
    "Reader",
    "Standing",
    "StillOpen",
    "Trouble",
    "Unread",
    "Upcoming",
    "Window",
    "alert",
    "digest",
    "given_up",
    "incidents",
    "page_incidents",
    "rectification",
    "rendered",
    "still_open",
    "tasks",
    "tasks_of_pages",
]
