"""Rules about CloudFront, and about what CloudFront serves for other services."""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity


def _update(change: str) -> str:
    """Changes the configuration with jq: CloudFront takes it only as a whole, with the version that was read."""
    read = "aws cloudfront get-distribution-config --id {resource} {as_owner}"
    return (
        "aws cloudfront update-distribution --id {resource} "
        f'--if-match "$({read} --query ETag --output text)" '
        f'--distribution-config "$({read} --query DistributionConfig --output json | jq -c {change})" {{as_owner}}'
    )


_REQUEST_CERTIFICATE: Final = (
    "aws acm request-certificate --domain-name {name} --validation-method DNS --region us-east-1 {as_owner}"
)

CLOUDFRONT_ALTERNATE_DOMAIN_MISSING = Rule(
    id="cloudfront-alternate-domain-missing",
    severity=Severity.ERROR,
    when="Aliases.Items has neither the name nor a *. entry that covers it at any depth.",
    message="Distribution {resource} does not accept {name}: visitors get a CloudFront error (403).",
    remedy="Add {name} to the distribution's alternate domain names, with a certificate that covers it.",
    source="botocore model: route53 AliasTarget.DNSName; CloudFront Developer Guide: CNAMEs; status 403 unsourced",
    fix=_update("--arg name {name} '.Aliases.Items += [$name] | .Aliases.Quantity += 1'"),
    stage="demands",
    name_unclaimed=True,
)
CLOUDFRONT_ALIAS_ON_OTHER_DISTRIBUTION = Rule(
    id="cloudfront-alias-on-other-distribution",
    severity=Severity.ERROR,
    when="Another distribution of any account holds the name, or a more specific match of it "
    "(ListDomainConflicts, which knows distributions and tenants, and whose ids are partly hidden).",
    message="Distribution {other} already owns {alias}; CloudFront will send visitors of {name} there "
    "whatever DNS says.",
    remedy="Move it by 'aws cloudfront update-domain-association'. Between accounts, first create a TXT record "
    "_{alias} (_.{alias} for the apex of a domain) with the value {target}, and have the distribution or tenant that "
    "holds it disabled; a name that is no apex can move by a wildcard instead, without that.",
    source='CloudFront Developer Guide: CNAMEs ("regardless of the distribution that the DNS record points to"), '
    "alternate-domain-names-move-find-source, alternate-domain-names-move-create-target, "
    "alternate-domain-names-move-options (nothing is disabled within an account; the CloudFront API Reference says of "
    "UpdateDomainAssociation that the source always is); CloudFront API Reference: ListDomainConflicts",
    fix="aws cloudfront update-domain-association --domain {alias} --target-resource DistributionId={resource} "
    "{as_owner}",
    stage="demands",
    needs=frozenset({"cloudfront:ListDomainConflicts"}),
)
CLOUDFRONT_CERTIFICATE_MISSING = Rule(
    id="cloudfront-certificate-missing",
    severity=Severity.ERROR,
    when="Aliases are present, and ViewerCertificate.CloudFrontDefaultCertificate is true.",
    message="{resource} has alternate names but only the cloudfront.net certificate.",
    remedy="Attach an ACM certificate of us-east-1 that covers {name}.",
    source="CloudFront Developer Guide: CNAMEs; botocore model: cloudfront ViewerCertificate",
    fix=_REQUEST_CERTIFICATE,
    stage="certificate",
)
CLOUDFRONT_CERTIFICATE_MISMATCH = Rule(
    id="cloudfront-certificate-mismatch",
    severity=Severity.ERROR,
    when="No subject name of the certificate covers the name: wildcards of alternate names match any number of labels, "
    "those of certificates one.",
    message="The certificate of {resource} does not cover {name} (wildcards match one level).",
    remedy="Reissue it with {name}.",
    source="CloudFront Developer Guide: CNAMEs, alternate-domain-names-wildcard",
    fix=_REQUEST_CERTIFICATE,
    stage="certificate",
    needs=frozenset({"acm:DescribeCertificate", "cloudfront:GetDistributionConfig"}),
)
CLOUDFRONT_CERTIFICATE_REGION = Rule(
    id="cloudfront-certificate-region",
    severity=Severity.ERROR,
    when="The region in ACMCertificateArn is not us-east-1 (partition aws).",
    message="CloudFront certificates must be in us-east-1, this one is in {found}.",
    remedy="Request it there.",
    source="CloudFront Developer Guide: cnames-and-https-requirements",
    fix=_REQUEST_CERTIFICATE,
    stage="certificate",
)
CLOUDFRONT_DISABLED = Rule(
    id="cloudfront-disabled",
    severity=Severity.ERROR,
    when="Enabled is false.",
    message="{resource} is disabled; DNS will resolve but every request fails.",
    remedy="Enable the distribution.",
    source="botocore model: cloudfront DistributionSummary.Enabled",
    fix=_update("'.Enabled = true'"),
    stage="resource",
)
CLOUDFRONT_NOT_DEPLOYED = Rule(
    id="cloudfront-not-deployed",
    severity=Severity.WARNING,
    when="Status is not Deployed.",
    message="{resource} is still deploying; allow 15 minutes.",
    remedy="Wait.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias-common",
    fix="aws cloudfront wait distribution-deployed --id {resource} {as_owner}",
    stage="resource",
)
CLOUDFRONT_IPV6_DISABLED = Rule(
    id="cloudfront-ipv6-disabled",
    severity=Severity.WARNING,
    when="AAAA is wanted, and IsIPV6Enabled is false.",
    message="IPv6 is off on {resource}.",
    remedy="Enable IPv6 or drop AAAA.",
    source="Route 53 Developer Guide: routing-to-cloudfront-distribution; "
    "botocore model: cloudfront DistributionSummary.IsIPV6Enabled",
    fix=_update("'.IsIPV6Enabled = true'"),
    stage="demands",
    needs=frozenset({"cloudfront:GetConnectionGroup"}),
)
CLOUDFRONT_PRIVATE_ZONE = Rule(
    id="cloudfront-private-zone",
    severity=Severity.ERROR,
    when="A target that CloudFront serves, and the zone is private.",
    message="Route 53 does not allow CloudFront aliases in private zones.",
    remedy="Write a CNAME in the private zone (not at its apex).",
    source="botocore model: route53 AliasTarget.HostedZoneId and DNSName",
    stage="demands",
    aliases_only=True,
)
CLOUDFRONT_TENANT_ONLY = Rule(
    id="cloudfront-tenant-only",
    severity=Severity.ERROR,
    when="ConnectionMode is tenant-only.",
    message="{resource} serves tenants only.",
    remedy="Use the endpoint of the tenant's connection group.",
    source="botocore model: cloudfront DistributionSummary.ConnectionMode",
    stage="demands",
    aliases_only=True,
)
CLOUDFRONT_STAGING = Rule(
    id="cloudfront-staging",
    severity=Severity.ERROR,
    when="Staging is true.",
    message="{resource} is a staging distribution.",
    remedy="Use the primary distribution.",
    source="botocore model: cloudfront DistributionSummary.Staging; the consequence is unsourced",
    stage="demands",
    aliases_only=True,
)
HTTPS_RECORD_HTTP1_ONLY = Rule(
    id="https-record-http1-only",
    severity=Severity.WARNING,
    when="Type HTTPS, and HttpVersion is http1.1.",
    message="The distribution serves only HTTP/1.1; the HTTPS record has no effect.",
    remedy="Set HttpVersion to http2and3.",
    source='AWS blog: "Boost application performance" (HTTPS records)',
    fix=_update("'.HttpVersion = \"http2and3\"'"),
    stage="demands",
)
HTTPS_RECORD_ALONE = Rule(
    id="https-record-alone",
    severity=Severity.WARNING,
    when="Type HTTPS, and the name has neither A nor AAAA.",
    message="There is no A or AAAA record beside the HTTPS record of {name}: clients that ignore it get nothing.",
    remedy="Add them.",
    source="unsourced",
    stage="demands",
)
CLOUDFRONT_ALIAS_WILDCARD_FORMAT = Rule(
    id="cloudfront-alias-wildcard-format",
    severity=Severity.INFO,
    when="The name, which must become an alternate domain name, has * elsewhere than as its whole first label.",
    message="CloudFront aliases are lower case; '*' only as a whole first label. {name} can never be one.",
    remedy="Correct the name: put *. first, or list names explicitly.",
    source="CloudFront Developer Guide: CNAMEs, alternate-domain-names-wildcard",
    stage="demands",
)
CLOUDFRONT_CHINA_ICP = Rule(
    id="cloudfront-china-icp",
    severity=Severity.ERROR,
    when="AliasICPRecordals has the alternate domain name with an ICPRecordalStatus that is not APPROVED.",
    message="ICP filing for {alias} is {status}.",
    remedy="Complete it: without it nothing is served in China.",
    source="botocore model: cloudfront AliasICPRecordal; Amazon CloudFront in China guide",
    stage="demands",
)
