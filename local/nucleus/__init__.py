"""Stands in for the Greengrass nucleus on a box: runs the components as they ship and speaks IPC with them.

It serves the unmodified AWS client: configuration, local publish and subscribe, the MQTT proxy to the city's broker,
state, access control and credentials. It has Lite's limits: a message over 10,000 bytes kills the connection, one over
5,000 from the city never arrives, the 51st subscription to the city hears nothing, scalars of a recipe are text, a
component is given up at its third crash within an hour and is ended by SIGTERM alone. Faults on demand: `faults.py`.

It does not: deploy or update components (they are given at the start), run `install`, `startup` or `shutdown` steps,
order components by their dependencies, keep what UpdateConfiguration changed or tell of it, send health reports, limit
resources, switch users, spool while offline, or serve shadows, secrets and streams, which Lite does not either. It asks
for credentials with the engine's root key, where a real one shows its certificate. `edge_greengrass.probe` says of any
nucleus whether our components can rely on it.
"""
