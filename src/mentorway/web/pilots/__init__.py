"""Pilots: cohorts that take a training programme, their meetings, attendance, work and certificates."""
