"""Pages of people, notices, jobs and exports."""
