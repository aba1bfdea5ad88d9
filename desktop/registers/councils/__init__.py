"""Councils (สภาองค์กรชุมชน): the office's own, or all of a region."""
