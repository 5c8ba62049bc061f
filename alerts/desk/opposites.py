"""States that cannot hold together."""

OPPOSITE = (
    {"closed", "reopened"},
    {"suspended", "resumed"},
    {"frozen", "resumed"},
    {"in_force", "repealed"},
    {"in_force", "annulled"},
    {"in_force", "not_yet_in_force"},
)
