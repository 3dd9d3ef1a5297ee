"""Tables to sit at in the journeys: a place for calls that is no feature's, so that calls can be tried by themselves.

At an even table Asha is the host, and others wait at the door. Those from 10 on are for more than a few.
"""
