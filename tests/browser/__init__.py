"""What a person does in a browser, with the files that we hand to courts and to the public."""
