"""The gates to AWS: one file a service, the only rooms that know boto3; clients are made late and kept."""
