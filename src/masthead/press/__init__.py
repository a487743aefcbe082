"""The press: turns what is published into files.

In: the newsroom's event rows. Out: plates (composed things), sheets (files of the edition), and
a ledger of what each sheet was printed from.
"""
