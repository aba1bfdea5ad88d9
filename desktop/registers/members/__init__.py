"""Members of the council (สมาชิกสภาองค์กรชุมชนตำบล): who holds which seat, from when to when."""
