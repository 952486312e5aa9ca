"""Rules about static websites of S3 buckets."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

S3_BUCKET_NAME_MISMATCH = Rule(
    id="s3-bucket-name-mismatch",
    severity=Severity.ERROR,
    when="An alias to an S3 website endpoint, and the bucket does not have exactly the record's name.",
    message="S3 picks the bucket by host name: it needs the bucket {name}, and this one is {resource}.",
    remedy="Create bucket {name}, or put CloudFront in front.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias-common; botocore model: route53 "
    "AliasTarget.DNSName; that S3 answers 404 NoSuchBucket is unsourced",
    fix="aws s3 mb s3://{name} {here}",
    stage="demands",
)
S3_BUCKET_REGION_MISMATCH = Rule(
    id="s3-bucket-region-mismatch",
    severity=Severity.ERROR,
    when="BucketRegion is not the region of the website endpoint.",
    message="Bucket {bucket} is in {found}, the record points to {region}.",
    remedy="Use {endpoint}.",
    source="Route 53 Developer Guide: RoutingToS3Bucket; what S3 answers is unsourced",
    stage="demands",
    needs=frozenset({"s3:GetBucketLocation"}),
)
S3_BUCKET_IN_DNSNAME = Rule(
    id="s3-bucket-in-dnsname",
    severity=Severity.ERROR,
    when="The name is <bucket>.s3-website…, not the bare regional endpoint.",
    message="{target} names the bucket; an alias points at the regional endpoint without the bucket name.",
    remedy="{why}",
    source="botocore model: route53 AliasTarget.DNSName (S3)",
    stage="target",
)
S3_NOT_WEBSITE = Rule(
    id="s3-not-website",
    severity=Severity.ERROR,
    when="GetBucketWebsite answers NoSuchWebsiteConfiguration.",
    message="Bucket {resource} has no website configuration.",
    remedy="Enable static website hosting on it.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias-common "
    '("You must configure the bucket for website hosting")',
    fix="aws s3api put-bucket-website --bucket {resource} "
    '--website-configuration \'{{"IndexDocument":{{"Suffix":"index.html"}}}}\' {here}',
    stage="demands",
    needs=frozenset({"s3:GetBucketWebsite"}),
)
S3_NOT_PUBLIC = Rule(
    id="s3-not-public",
    severity=Severity.WARNING,
    when="RestrictPublicBuckets is on, or the bucket policy is not public (PolicyStatus.IsPublic), or it could not be "
    "read and BlockPublicPolicy is on. What the account or its organisation blocks is not read.",
    message="Bucket {resource} is not public; visitors get 403.",
    remedy="Allow public read, where neither the account nor its organisation blocks public access, or use CloudFront.",
    source="S3 User Guide: WebsiteAccessPermissionsReqd, access-control-block-public-access",
    fix="aws s3api delete-public-access-block --bucket {resource} {here}",
    stage="demands",
    needs=frozenset({"s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicyStatus"}),
)
S3_HTTP_ONLY = Rule(
    id="s3-http-only",
    severity=Severity.WARNING,
    when="Every alias to an S3 website.",
    message="S3 websites serve HTTP only.",
    remedy="Use CloudFront where HTTPS is wanted.",
    source='S3 User Guide: HostingWebsiteOnS3Setup ("does not support HTTPS access to the website")',
    stage="demands",
    drafts_only=True,
)
S3_REQUESTER_PAYS = Rule(
    id="s3-requester-pays",
    severity=Severity.ERROR,
    when="GetBucketRequestPayment answers Payer Requester.",
    message="Requester Pays buckets refuse website visitors (403): {resource} is one.",
    remedy="Switch Requester Pays off.",
    source="S3 User Guide: WebsiteEndpoints",
    fix="aws s3api put-bucket-request-payment --bucket {resource} "
    "--request-payment-configuration Payer=BucketOwner {here}",
    stage="demands",
    needs=frozenset({"s3:GetBucketRequestPayment"}),
)
S3_AAAA = Rule(
    id="s3-aaaa",
    severity=Severity.ERROR,
    when="AAAA to an S3 website.",
    message="S3 website aliases support type A only.",
    remedy="Drop AAAA.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias",
    stage="demands",
)
S3_WILDCARD = Rule(
    id="s3-wildcard",
    severity=Severity.ERROR,
    when="The record is a wildcard.",
    message="A wildcard cannot point to an S3 website: bucket names cannot contain '*'.",
    remedy="Create explicit names.",
    source="S3 User Guide: bucketnamingrules",
    stage="demands",
)
S3_BUCKET_FOREIGN_OR_MISSING = Rule(
    id="s3-bucket-foreign-or-missing",
    severity=Severity.ERROR,
    when="HeadBucket of the bucket with the record's name answers 404 (missing), or 403 (exists, and is not of "
    "the target's account).",
    message="Bucket {name} {what}.",
    remedy="Create the bucket before the record, and delete the record before the bucket.",
    source="botocore model: s3 HeadBucket; S3 User Guide: UsingBucket (a name belongs to one account until deleted)",
    fix="aws s3 mb s3://{name} {here}",
    stage="resource",
)
