"""The plan: work packages, dates, people, money, and reports to the funder."""
