"""The composition root: the stages in order, the schedule, and the command line."""
