"""A policy in; its matrix as a table, page, workbook or picture out."""
