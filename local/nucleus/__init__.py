"""Stands in for the Greengrass nucleus on a box: runs the components as they ship and speaks IPC with them.

It serves the unmodified AWS client: configuration, local publish and subscribe, the MQTT proxy to the city's broker,
state, access control and credentials, with the size limits of the real one. It does not: deploy or update components
(they are given at the start), run `install`, `startup` or `shutdown` steps, keep what UpdateConfiguration changed, send
health reports, limit resources, switch users, spool while offline, or serve shadows, secrets and streams, which Nucleus
Lite does not either. It asks for credentials with the engine's root key, where a real one shows its certificate.
"""
