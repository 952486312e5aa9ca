"""Rules about names of VPC Lattice."""

from __future__ import annotations

from xalias_tui.domain.findings import Rule, Severity

LATTICE_CUSTOM_DOMAIN_MISMATCH = Rule(
    id="lattice-custom-domain-mismatch",
    severity=Severity.ERROR,
    when="customDomainName of the service is not the record's name; it cannot be changed after the service is created.",
    message="Lattice service {resource} was created with {custom}, not {name}; it cannot change.",
    remedy="Recreate the service with {name} as its custom domain name.",
    source="VPC Lattice User Guide: service-custom-domain-name; "
    "botocore model: vpc-lattice ServiceSummary.customDomainName",
)
LATTICE_IN_PUBLIC_ZONE = Rule(
    id="lattice-in-public-zone",
    severity=Severity.INFO,
    when="The target is a name of VPC Lattice, and the zone is public.",
    message="{target} answers with addresses that work only inside associated VPCs.",
    remedy="Write the record into a private hosted zone, unless the name shall be public.",
    source="VPC Lattice User Guide: link-local 169.254.171.0/24 and fd00:ec2:80::/64 of services",
)
LATTICE_OWN_ZONE_ID = Rule(
    id="lattice-own-zone-id",
    severity=Severity.ERROR,
    when="The zone id of the alias is that of the record's own zone, not dnsEntry.hostedZoneId.",
    message="{zone_id} is the id of your own zone {zone}, not the one of VPC Lattice.",
    remedy="Use the hosted zone id that stands in the dnsEntry of {resource}.",
    source="botocore model: vpc-lattice DnsEntry.hostedZoneId; a sample of the VPC Lattice User Guide misleads",
)
