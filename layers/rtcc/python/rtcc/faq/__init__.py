"""What people ask about the center, answered from the settings that hold today."""
