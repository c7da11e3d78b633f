"""Classroom mode: sessions, attendance, checks written on paper.

sessions plans, moves and announces; calendars writes the entry for a calendar;
attendance notes who came; paper_forms makes the workbook
for results, paper_files reads it, paper_results records them; participation finds who came often enough.
"""
