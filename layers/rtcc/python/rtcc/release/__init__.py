"""Handing evidence to an agency: request, second person, package, receipt, transfer of custody (P3.4)."""
