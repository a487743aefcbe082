"""Delivery: what tells readers, on their own devices, that something was printed.

In: printed-event rows and readers' choices. Out: notices and letters, each a row with a state.
Nothing here may query the newsroom, and no reader's address goes to anybody whom the magazine did not choose.
"""
