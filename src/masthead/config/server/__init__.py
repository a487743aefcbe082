"""The processes of ``masthead up``: one that supervises, those that answer readers, and the newsroom.

In: a site's options. Out: running processes, their state in the run folder. The supervisor loads no Django.
"""
