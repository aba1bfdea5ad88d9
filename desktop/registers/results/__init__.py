"""Results of projects and activities by their indicators."""
