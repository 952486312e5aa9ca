"""The only room that speaks to AWS: profiles and identities, read clients, Route 53, and the SDK's failures in words.

``profiles`` imports no SDK, so that names can be shown before boto3 is loaded; everything else does.
"""

from xalias_tui.aws import crt

crt.leave_out()
