"""Enterprises (กลุ่มอาชีพ วิสาหกิจชุมชน), their members, months and the support they had."""
