"""The durable engine: DBOS runs the jobs, in this process or, after its death, in another one.

Everything that is known of DBOS is known here and nowhere else.
"""
