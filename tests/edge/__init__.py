"""The box: its components, alone and together, against cameras and services with faults."""
