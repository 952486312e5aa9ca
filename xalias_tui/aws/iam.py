"""IAM action names of SDK operations.

The prefix is the name that the service signs with; actions that are called otherwise are listed here from
https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html.
"""

from __future__ import annotations

from typing import Any, Final

_ACTION: Final = {
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("s3", "GetPublicAccessBlock"): "s3:GetBucketPublicAccessBlock",
    ("route53", "ListResourceRecordSetChanges"): "route53:GetHostedZoneChangeBatch",
}


def iam_action(client: Any, operation: str) -> str:
    """The IAM action that a client's method (``describe_load_balancers``) needs."""
    model = client.meta.service_model
    name = client.meta.method_to_api_mapping.get(operation, operation)
    if (model.service_name, name) in _ACTION:
        return _ACTION[model.service_name, name]
    if model.signing_name == "apigateway":
        # API Gateway's control plane is authorised by HTTP method.
        return f"apigateway:{model.operation_model(name).http['method']}"
    return f"{model.signing_name}:{name}"
