"""Web push: notices to devices that asked for them.

In: tellings, and the wishes of devices. Out: a row for each device that is told, and messages that only the device can
read, handed to its push service.
"""
