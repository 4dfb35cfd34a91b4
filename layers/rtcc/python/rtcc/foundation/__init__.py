"""The ground floor: errors, ids, clock, geo; standard library only."""
