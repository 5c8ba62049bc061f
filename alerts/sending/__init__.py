"""The ledger put into practice: Routes, services, attempts, answers, and what happens when a service fails."""
