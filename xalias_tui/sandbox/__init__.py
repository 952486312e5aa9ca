"""A simulated AWS organisation, reached over real HTTP on a loopback port.

The program, its tests, screenshots and benchmarks talk to it with the unchanged SDK: profiles of an AWS configuration
file (static keys, assumed roles, MFA, a credential process) name its address as their ``endpoint_url``::

    with Sandbox.start() as sandbox:
        os.environ |= sandbox.environment(directory)

A request passes ``server`` (HTTP), ``wire`` (the SDK's service models tell what it means), ``dispatch`` (who asks, are
they allowed to, does it go wrong) and one function of ``route53``, ``sts`` or a module of ``services``, which reads the
``world``. ``organisation`` fills the world of the demo; a test fills its own.

Beside the organisation there are an account in GovCloud and one in China, worlds of their own: keys of one partition
are unknown to the services of another, and its Route 53 knows no name of another.

Simulated as strictly as AWS's sentences are known: Route 53 (refusals in AWS's words, all or nothing, listing order,
page limits, PENDING and INSYNC, protections, the quota of records in a zone), identities (unknown, expired and denied
callers in each protocol's words, MFA), and trouble on demand (``faults``: lost answers, slow answers, errors,
throttling, a prior request that is not complete). Simulated as far as the program asks: the describe calls of the
services that own alias targets, DNS (``name_server``: registries, resolvers and authorities of public zones), DNSSEC
(keys and whether a zone is believed, no signatures), traffic policies of one endpoint, and CloudTrail's event history.

Not simulated: request signatures (the access key alone tells who calls), policies beyond denied action patterns, health
checks' results, DNS inside VPCs, answers by routing policy, and anything that changes a resource other than Route 53's
zones, records, protections and instances of traffic policies.

Where AWS's wording is not published, the refusal is right and its sentence is ours: CloudFront aliases in private zones
or with target health, aliases out of GovCloud's private zones, two S3 websites in a routing group, delegations and
routing policies that private zones do not have, locked and full zones, CIDR collections and locations, duplicates
inside a routing group, names that are too long as a whole, health checks that do not exist, CNAME and SOA records with
several values, malformed values of types other than A, AAAA, TXT and those that hold a name, and protected records.
Not known, and therefore accepted: two members of a routing group with the same CIDR location, or with the same
geoproximity location.
"""
