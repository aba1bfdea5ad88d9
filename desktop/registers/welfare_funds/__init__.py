"""Community welfare funds (กองทุนสวัสดิการชุมชน), their members, money and claims."""
