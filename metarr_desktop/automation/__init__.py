"""Work nobody waits for: jobs, the runner that does them, and the weekly updates."""
