"""What every page needs: frame, errors, languages, safety; knows no room."""
