"""A simulated AWS organisation, reached over real HTTP on a loopback port.

The program, its tests, screenshots and benchmarks talk to it with the unchanged SDK: profiles of an AWS configuration
file (static keys, assumed roles, MFA, a credential process) name its address as their ``endpoint_url``::

    with Sandbox.start() as sandbox:
        os.environ |= sandbox.environment(directory)

A request passes ``server`` (HTTP), ``wire`` (the SDK's service models say what it means), ``dispatch`` (who calls, are
they allowed to, does it go wrong) and one function of ``route53``, ``sts`` or a module of ``services``, which reads the
``world``. ``organisation`` fills the world of the demo; a test fills its own.

Beside the organisation there are an account in GovCloud and one in China, worlds of their own: keys of one partition
are unknown to the services of another, and its Route 53 knows no name of another.

Simulated as strictly as AWS's sentences are known: Route 53 (refusals in AWS's words, all or nothing, listing order,
page limits, PENDING and INSYNC, protections, the quota of records in a zone), identities (unknown, expired and denied
callers in each protocol's words, MFA), and trouble on demand (``faults``: lost answers, slow answers, errors,
throttling, a prior request that is not complete). Simulated as far as the program needs: the describe calls of
the services that own alias targets, DNS (``name_server``: registries, resolvers and authorities of public zones, over
UDP and TCP), DNSSEC (keys and whether a zone is believed, no signatures), traffic policies of one endpoint,
CloudTrail's event history, AWS Organizations, IAM Identity Center (``identity_centre``), the credential endpoints of
containers and instances (``metadata``), and an AWS Config aggregator with its query language (``config``).

Not simulated: request signatures (the access key alone identifies the caller), policies beyond denied action patterns,
health checks' results, DNS inside VPCs, answers by routing policy (but multivalue), and anything that changes a
resource other than Route 53's zones, records, protections and instances of traffic policies. A service or operation
that is not simulated is refused in its own protocol, as AWS refuses an unknown one.

Where AWS's wording is not published, the refusal is right and its sentence is ours: CloudFront aliases in private zones
or with target health, latency and geo routing in GovCloud's private zones, two S3 websites in a routing group, IP-based
routing in private zones, AZ affinity, locked and full zones, CIDR collections and locations, duplicates
inside a routing group, names that are too long as a whole, health checks that do not exist, CNAME and SOA records with
several values, malformed values of types other than A, AAAA, TXT and those that hold a name, and protected records.
Not known, and therefore accepted: two members of a routing group with the same CIDR location, or with the same
geoproximity location.
"""
