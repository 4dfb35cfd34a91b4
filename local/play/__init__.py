"""The story, played without hands: what a resident, dispatch, an analyst and an auditor would do and see."""
