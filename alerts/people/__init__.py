"""Who is told: their addresses, Subscriptions and choices, how they sign in, and how they are forgotten."""
