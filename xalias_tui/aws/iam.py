"""IAM action names of SDK operations.

The prefix is nearly always the name that the service signs with; what differs is listed here from
https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html.
"""

from __future__ import annotations

from typing import Any, Final

_PREFIX: Final = {"cloudwatch": "cloudwatch", "monitoring": "cloudwatch", "email": "ses"}
"""Service prefix in IAM where it is not the signing name."""
_ACTION: Final = {
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("s3", "ListObjects"): "s3:ListBucket",
    ("s3", "ListObjectsV2"): "s3:ListBucket",
    ("s3", "HeadObject"): "s3:GetObject",
    ("s3", "GetPublicAccessBlock"): "s3:GetBucketPublicAccessBlock",
    ("s3", "GetBucketEncryption"): "s3:GetEncryptionConfiguration",
    ("route53", "ListResourceRecordSetChanges"): "route53:GetHostedZoneChangeBatch",
    ("s3control", "GetPublicAccessBlock"): "s3:GetAccountPublicAccessBlock",
}


def iam_action(client: Any, operation: str) -> str:
    """The IAM action that a client's method (``describe_load_balancers``) needs."""
    model = client.meta.service_model
    name = client.meta.method_to_api_mapping.get(operation, operation)
    if (model.service_name, name) in _ACTION:
        return _ACTION[model.service_name, name]
    prefix = _PREFIX.get(model.signing_name, model.signing_name)
    if prefix == "apigateway":
        # API Gateway's control plane is authorised by HTTP method.
        return f"apigateway:{model.operation_model(name).http['method']}"
    return f"{prefix}:{name}"
