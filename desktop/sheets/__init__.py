"""Excel and CSV both ways, no Qt: read a workbook, find its table, map its columns, plan and apply an import, export a list."""
