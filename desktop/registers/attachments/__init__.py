"""Photos and papers (ภาพและเอกสาร) of records."""
