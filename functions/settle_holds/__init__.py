"""Puts the store's hold on an item, or takes it off, as the item's holds say."""
