"""Community organizations (องค์กรชุมชน, form จช.02)."""
