"""Rules that end a command when they are broken: ``XaliasError.of`` raises them, with the rule's own sentence.

They are here, below ``rules`` and ``targets``, because names, plans and the AWS adapters raise them too.
"""

from __future__ import annotations

from xalias_tui.domain.rule import Rule, Severity

RECORD_NAME_OUTSIDE_ZONE = Rule(
    id="record-name-outside-zone",
    severity=Severity.ERROR,
    when="The name is neither the zone's name nor, label by label, below it.",
    message="{name} does not belong to zone {zone}; Route 53 will refuse it.",
    remedy="Pick the enclosing zone or correct the name.",
    source="kcp-dev/kcp-glbc#475 (Route 53's sentence)",
)
RECORD_NAME_EMPTY = Rule(
    id="record-name-empty",
    severity=Severity.ERROR,
    when="The name is empty, or only dots.",
    message="The record name is empty.",
    remedy="For the zone itself enter the zone's full name.",
    source="harmony-one/harmony-ops#491; Route 53 Developer Guide: resource-record-sets-values-alias",
)
RECORD_NAME_IS_URL = Rule(
    id="record-name-is-url",
    severity=Severity.ERROR,
    when="The name is a URL.",
    message="{name} is a URL, not a name.",
    remedy="Use its host: {host}.",
    source="tool rule",
)
RECORD_NAME_AT_SIGN = Rule(
    id="record-name-at-sign",
    severity=Severity.ERROR,
    when="A label of the name is '@'.",
    message="'@' has no meaning in Route 53: it would create a record literally named {name}.",
    remedy="For the zone itself enter the zone's full name.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias ('don't enter a value (for example, an @ "
    "symbol)')",
)
RECORD_LABEL_TOO_LONG = Rule(
    id="record-label-too-long",
    severity=Severity.ERROR,
    when="A label is longer than 63 octets; an escape counts as one.",
    message="Label '{label}' has {n} characters; DNS allows 63.",
    remedy="Shorten it.",
    source="Route 53 Developer Guide: DomainNameFormat; ministryofjustice/cloud-platform#4294",
)
RECORD_NAME_TOO_LONG = Rule(
    id="record-name-too-long",
    severity=Severity.ERROR,
    when="The name is longer than 255 octets as DNS carries it (253 visible characters); a warning at exactly that.",
    message="The full name takes {n} octets as DNS carries it; Route 53 allows 255.",
    remedy="Shorten its labels.",
    source="Route 53 Developer Guide: DomainNameFormat (botocore model: route53 ResourceRecordSet.Name allows 1024, "
    "which is the field's limit only)",
)
RECORD_LABEL_EMPTY = Rule(
    id="record-label-empty",
    severity=Severity.ERROR,
    when="Two dots in a row, or a leading dot.",
    message="There is an empty label (two dots in a row, or a leading dot) in {name}.",
    remedy="Remove the extra dot.",
    source="hashicorp/terraform#18482, unasuke/acmesmith#65",
)
RECORD_NAME_ESCAPE_INVALID = Rule(
    id="record-name-escape-invalid",
    severity=Severity.ERROR,
    when="A backslash in the name is followed by nothing, by a letter, by fewer than three digits, or by a "
    "number that is no octet.",
    message="{escape} in {name} is not an escape.",
    remedy="Write a character as a backslash and its three octal digits: \\040 for a space, \\056 for a dot inside a "
    "label, \\134 for a backslash.",
    source="Route 53 Developer Guide: DomainNameFormat; RFC 1035, section 5.1",
)
RECORD_NAME_NOT_PUNYCODE = Rule(
    id="record-name-not-punycode",
    severity=Severity.ERROR,
    when="The name holds a character beyond ASCII.",
    message="{name} contains international characters; Route 53 needs Punycode.",
    remedy="Use {punycode}.",
    source="Route 53 Developer Guide: DomainNameFormat",
)
ROUTING_POLICY_MIX = Rule(
    id="routing-policy-mix",
    severity=Severity.ERROR,
    when="After the change, record sets of one name and type follow more than one routing policy (simple, weighted, "
    "latency, failover, geolocation, geoproximity, multivalue, cidr, AZ affinity).",
    message="{name} already uses {policy} routing; a {new} record cannot sit beside it.",
    remedy="Replace the whole group in one batch, or join the policy.",
    source="botocore model: route53 ResourceRecordSet.Weight, .Region, .Failover, .GeoLocation; "
    "kubernetes-sigs/external-dns#1411, cert-manager/cert-manager#5388, barnybug/cli53#257",
)
SET_IDENTIFIER_REQUIRED = Rule(
    id="set-identifier-required",
    severity=Severity.ERROR,
    when="A routing policy other than simple, and no SetIdentifier.",
    message="A {policy} record needs a set identifier.",
    remedy="Enter 1-128 characters.",
    source="botocore model: route53 ResourceRecordSet.SetIdentifier",
)
SET_IDENTIFIER_DUPLICATE = Rule(
    id="set-identifier-duplicate",
    severity=Severity.ERROR,
    when="The SetIdentifier of a created record is already used at its name and type, and not deleted by the batch.",
    message="Set identifier {id} is already used at {name}.",
    remedy="Choose another one, or change the record that has it.",
    source="botocore model: route53 ResourceRecordSet.SetIdentifier",
)
TARGET_NOT_ALIASABLE = Rule(
    id="target-not-aliasable",
    severity=Severity.ERROR,
    when="The name has the form of an AWS endpoint that Route 53 has no alias for: API Gateway default endpoint, "
    "AppSync default endpoint, S3 REST endpoint, legacy elasticbeanstalk.com, es.amazonaws.com, RDS and other "
    "databases, Lambda function URL, or another one that is recognised.",
    message="{target} cannot be an alias target. {why}",
    remedy="Write a CNAME (--cname, in the explorer a; not at the zone's apex), or choose the endpoint that an "
    "alias can use.",
    source="aws/aws-cdk#19643, aws/aws-cli#4687; botocore model: route53 AliasTarget; some services unsourced",
    stage="target",
    aliases_only=True,
)
DELETE_NOT_FOUND = Rule(
    id="delete-not-found",
    severity=Severity.ERROR,
    when="A record set that is to be changed or deleted does not exist, or no longer.",
    message="Zone {zone} ({zone_id}) has no {record}; there is nothing to change.",
    remedy="List what exists: 'xalias records {zone_id}'.",
    source="boto/boto#2887, kubernetes-sigs/external-dns#1105 (Route 53's sentence)",
)
THROTTLED = Rule(
    id="throttled",
    severity=Severity.WARNING,
    when="Error code Throttling ('Rate exceeded'): the account's requests or changes per second are used up.",
    message="AWS is throttling Route 53 calls for this account; nothing was changed ({said}).",
    remedy="Try again in a minute.",
    source="Route 53 Developer Guide: throttling-api-requests; repost.aws: route-53-avoid-throttling-errors",
)
PRIOR_REQUEST_NOT_COMPLETE = Rule(
    id="prior-request-not-complete",
    severity=Severity.WARNING,
    when="Error code PriorRequestNotComplete: one change at a time is processed for each zone.",
    message="Route 53 is still processing an earlier change of zone {zone_id}; nothing was changed.",
    remedy="Try again in a minute.",
    source="botocore model: route53 PriorRequestNotComplete; Route 53 Developer Guide: DNSLimitations",
)
COMMIT_OUTCOME_UNKNOWN = Rule(
    id="commit-outcome-unknown",
    severity=Severity.WARNING,
    when="The request may have arrived, and no answer of Route 53 came (time-out, connection reset, the page of a "
    "proxy), or a server error. The API has no idempotency token; a second sending of a compare-and-swap would be "
    "refused.",
    message="The change of {what} was sent, but Route 53 did not confirm it: {outcome}.",
    remedy="Read the record back to see whether it was made.",
    source="botocore model: route53 ChangeResourceRecordSets (no client token); the logic is a tool rule",
)
IAM_CHANGE_DENIED = Rule(
    id="iam-change-denied",
    severity=Severity.ERROR,
    when="ChangeResourceRecordSets is denied; a policy may restrict names, types and actions by condition keys.",
    message="{who} may not change these records in zone {zone} ({zone_id}): {said}",
    remedy="Allow route53:ChangeResourceRecordSets on the zone: 'xalias policy zone' prints the statement.",
    source="Route 53 Developer Guide: specifying-conditions-route53",
)
WRONG_ACCOUNT = Rule(
    id="wrong-account",
    severity=Severity.ERROR,
    when="GetCallerIdentity.Account is not the account that the plan was made for.",
    message="These credentials are for account {actual}, but {what} is in account {wanted}; nothing was sent.",
    remedy="Use a profile of that account.",
    source="tool rule",
)
ZONE_GONE = Rule(
    id="zone-gone",
    severity=Severity.ERROR,
    when="Error code NoSuchHostedZone for the zone of a plan or of a journal entry: it was deleted, and a zone of the "
    "same name that was made since is another zone.",
    message="Zone {zone_id} ({zone}) does not exist any more; {instead}. Nothing was written.",
    remedy="Make a new plan.",
    source="botocore model: route53 NoSuchHostedZone",
)
STALE_PLAN = Rule(
    id="stale-plan",
    severity=Severity.ERROR,
    when="The records at the name, read again just before sending, are not what the plan was made from.",
    message="{name} changed since {since}: {difference}. Nothing was written.",
    remedy="Read it again and make a new plan.",
    source="tool rule",
)
