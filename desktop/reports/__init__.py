"""Numbers of reports and the papers and workbooks made of them; no Qt."""
