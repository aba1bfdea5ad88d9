"""Community capitals (ทุนชุมชน): what the place has to build on."""
