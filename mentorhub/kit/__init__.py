"""What every room stands on: database, clock, jobs, mail, audit; knows no room."""
