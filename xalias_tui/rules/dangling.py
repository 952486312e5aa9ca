"""Existing aliases that point to nothing, or to a resource of someone else: what an audit finds.

These are judged from the inventory of the accounts (``jobs.audit``), not from a draft: the module has no checks.
"""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity

_CIRT: Final = "AWS Customer Incident Response Team, June 2026 (ownership by inventory)"
_TAKEOVER: Final = "EdOverflow/can-i-take-over-xyz"

DANGLING_TAKEOVER_S3 = Rule(
    id="dangling-takeover-s3",
    severity=Severity.ERROR,
    when="An alias to an S3 website whose bucket, which has the record's name, is in no account searched; "
    "s3:HeadBucket answers 404 where it was called.",
    message="The bucket {name} does not exist: anyone can create it and serve content on your domain.",
    remedy="Create the bucket, or do without the record, now.",
    source=f"{_TAKEOVER} (S3: vulnerable); {_CIRT}; S3 User Guide: UsingBucket",
    stage="resource",
)
DANGLING_TAKEOVER_EB = Rule(
    id="dangling-takeover-eb",
    severity=Severity.ERROR,
    when="An alias to an Elastic Beanstalk environment with a chosen prefix (no eba- label) that is in no account "
    "searched; elasticbeanstalk:CheckDNSAvailability says that the prefix is free, or that someone has it.",
    message="None of your environments has the name {target}: anyone can take that prefix and answer on {name}.",
    remedy="Delete the record, or create an environment with that prefix now.",
    source="Elastic Beanstalk Developer Guide: customdomains; domain-protect eb_susceptible; botocore model: "
    "elasticbeanstalk CheckDNSAvailability",
    stage="resource",
    no_way_back=True,
)
DANGLING_TAKEOVER_CLOUDFRONT = Rule(
    id="dangling-takeover-cloudfront",
    severity=Severity.WARNING,
    when="An alias to a name of cloudfront.net that is nothing in any account searched (an error), or to a "
    "distribution that no longer lists the record's name (a warning).",
    message="No distribution of yours claims {name}; anyone who can get a certificate for it could.",
    remedy="Delete the record, or list the name on a distribution of yours.",
    source=f"{_CIRT}; {_TAKEOVER} (CloudFront: a certificate is required since 2019)",
    stage="resource",
    no_way_back=True,
)
DANGLING_TARGET = Rule(
    id="dangling-target",
    severity=Severity.ERROR,
    when="The alias's DNSName is in no account searched, every look-up that could have found it was answered, and "
    "nothing says that it resolves.",
    message="{target} no longer exists{where}.",
    remedy="Delete or repoint the alias.",
    source=f"{_TAKEOVER} (Elastic Load Balancing names can't be claimed again)",
    stage="resource",
    no_way_back=True,
)
DANGLING_DELEGATION = Rule(
    id="dangling-delegation",
    severity=Severity.ERROR,
    when="An NS record set below the apex of a public zone names only name servers of Route 53, and each of them "
    "answers REFUSED or NOTAUTH for the name.",
    message="{name} is delegated to name servers of Route 53, and none of them serves it ({said}): its hosted zone is "
    "gone.",
    remedy="Delete the NS record of {name} in {zone} ({zone_id}), or write the name servers of its hosted zone there.",
    source="Route 53 Developer Guide: protection-from-dangling-dns",
    stage="target",
)
ADDRESS_IN_NO_ACCOUNT = Rule(
    id="address-in-no-account",
    severity=Severity.INFO,
    when="A plain A record of a public zone has an address whose reverse name is one of EC2, and no account searched "
    "holds it: neither among its Elastic IP addresses nor at a network interface.",
    message="{addresses} is an address of EC2 in {where} that no account searched holds: once it is given back, "
    "another customer may get it and answer on {name}.",
    remedy="Search the account that holds it too, or point {name} to what serves it now.",
    source="botocore model: ec2 DescribeAddresses and DescribeNetworkInterfaces (association.public-ip); EC2 User "
    "Guide: using-instance-addressing (a public address goes back to the pool of addresses)",
    stage="resource",
    needs=frozenset({"ec2:DescribeAddresses", "ec2:DescribeNetworkInterfaces"}),
)
DANGLING_UNKNOWN_ACCOUNT = Rule(
    id="dangling-unknown-account",
    severity=Severity.WARNING,
    when="The alias's target exists, but in no account searched.",
    message="{target} belongs to another account than those searched: it can't be verified ({evidence}).",
    remedy="Search the account that owns it too, by its profile or with a target card from its people.",
    source=_CIRT,
    stage="resource",
)
ALIAS_ZONE_ID_MISMATCH = Rule(
    id="alias-zone-id-mismatch",
    severity=Severity.ERROR,
    when="AliasTarget.HostedZoneId of an existing record is not the one of the target's service and region, nor any "
    "other published for them.",
    message="{target} has the hosted zone id {known}, but the record says {found}.",
    remedy="Repoint the alias with the right hosted zone id.",
    source="AWS General Reference: endpoints of each service, where public sources disagree all of their ids count",
    stage="target",
)
ROUTING_GROUP_MEMBER_BROKEN = Rule(
    id="routing-group-member-broken",
    severity=Severity.WARNING,
    when="A record with a SetIdentifier points to nothing, while other members of its group work.",
    message="Part of the traffic of {name} fails: member {member} of its {policy} group points to nothing.",
    remedy="Repoint or delete that member.",
    source="botocore model: route53 ResourceRecordSet.SetIdentifier",
    stage="resource",
)
LB_DELETED_RECREATED = Rule(
    id="lb-deleted-recreated",
    severity=Severity.WARNING,
    when="The alias's DNSName is <name>-<number> of a load balancer that is gone, and the inventory has "
    "<name>-<another number> in the same region.",
    message="The load balancer {resource} was recreated and its DNS name changed to {successor}.",
    remedy="Repoint the alias to the new name.",
    source="Form of the names of Elastic Load Balancing",
    stage="resource",
)
UNDO_MAY_BE_REFUSED = Rule(
    id="undo-may-be-refused",
    severity=Severity.INFO,
    when="A repair deletes an alias whose target no longer exists.",
    message="Undo may fail for {name} {type}: Route 53 creates no alias to a name that does not exist, and {target} is "
    "gone.",
    remedy="Check once more that the target is gone for good.",
    source="boto/boto#2519 (Route 53's sentence: but that target was not found); whether Route 53 checks this for "
    "every service is unsourced",
    stage="demands",
)
CLOUDFRONT_SERVES_OTHER_DISTRIBUTION = Rule(
    id="cloudfront-serves-other-distribution",
    severity=Severity.WARNING,
    when="The alias names one distribution, and another one of the accounts searched lists the record's name.",
    message="{name} is an alternate domain name of distribution {other}, not of {resource}, which the record names.",
    remedy="Repoint the alias to the distribution that serves the name.",
    source="CloudFront Developer Guide: CNAMEs (overlapping alternate domain names)",
    stage="demands",
)
HTTPS_RECORD_STALE = Rule(
    id="https-record-stale",
    severity=Severity.WARNING,
    when="An HTTPS alias to CloudFront exists at a name whose A or AAAA record points elsewhere.",
    message="Browsers follow the HTTPS record of {name} to {target}, although its {types} record points elsewhere.",
    remedy="Delete the HTTPS record, or point all types to the same place.",
    source="unsourced (RFC 9460)",
    stage="target",
)
