"""Events of Radarr, Sonarr and Lidarr: heard, stored, and turned into jobs."""
