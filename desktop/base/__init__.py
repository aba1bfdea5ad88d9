"""What everything stands on: words, Thai text, dates, numbers, errors, tasks. No Qt, no SQL, nothing of ours."""
