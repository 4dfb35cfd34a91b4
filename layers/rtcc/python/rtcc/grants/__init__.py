"""What an owner allows for one camera: the same words in the cloud, in the box and on the pages."""
