"""What the program does by itself: jobs, schedules, the history of all titles, webhooks."""
