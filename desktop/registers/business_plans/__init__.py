"""Community business plans (แผนธุรกิจเพื่อชุมชน, CBMC) in their versions."""
