"""What people come here for, from the first page to the last, through HTTP."""
