"""What web servers present under a name, beside what AWS says of them: found by calling the addresses.

These are judged by a trace (``jobs.trace_web``), not from a draft: the module has no checks.
"""

from __future__ import annotations

from typing import Final

from xalias_tui.domain.findings import Rule, Severity

_PATHS: Final = "RFC 5280 (certification path validation), RFC 9525 (service names in TLS)"

TLS_CERTIFICATE_EXPIRED = Rule(
    id="tls-certificate-expired",
    severity=Severity.ERROR,
    when="The certificate that is presented for the name is past its end, or before its beginning.",
    message="{problem}",
    remedy="Renew the certificate, and have the target present the new one.",
    source=_PATHS,
)
TLS_CERTIFICATE_WRONG_NAME = Rule(
    id="tls-certificate-wrong-name",
    severity=Severity.ERROR,
    when="The certificate that is presented for the name does not name it.",
    message="Browsers refuse {name}: the certificate that is presented names {names}.",
    remedy="Add the name to a certificate of the target, or repoint the record to what serves it.",
    source=_PATHS,
)
TLS_CERTIFICATE_UNTRUSTED = Rule(
    id="tls-certificate-untrusted",
    severity=Severity.ERROR,
    when="The certificate that is presented is self-signed, or of an authority that this machine does not trust.",
    message="{problem}",
    remedy="Have the target present a certificate of a public authority with its whole chain, e.g. one of ACM.",
    source=_PATHS,
)
TLS_CERTIFICATE_UNREADABLE = Rule(
    id="tls-certificate-unreadable",
    severity=Severity.ERROR,
    when="What is presented as certificate can't be parsed.",
    message="{problem}",
    remedy="Replace the certificate of the target.",
    source=_PATHS,
)
TLS_NO_HANDSHAKE = Rule(
    id="tls-no-handshake",
    severity=Severity.ERROR,
    when="An address of the name can't be reached on the port of HTTPS, or breaks the TLS handshake off.",
    message="{problem}",
    remedy="Check the target's listener, its security groups and what it serves for this name.",
    source="RFC 8446",
)
NO_TLS = Rule(
    id="tls-not-served",
    severity=Severity.WARNING,
    when="No address of the name answers TLS, and HTTP is answered.",
    message="{name} is served over HTTP only: nothing answers TLS on port {port}.",
    remedy="Put CloudFront or a load balancer with a certificate in front so that browsers trust it.",
    source="S3 User Guide: WebsiteEndpoints (website endpoints have no HTTPS)",
)
HTTP_REDIRECT_LOOP = Rule(
    id="http-redirect-loop",
    severity=Severity.WARNING,
    when="The first request is redirected to the requested page itself.",
    message="{name} redirects to itself ({location}): browsers give up, unless a cookie breaks the loop.",
    remedy="Correct the redirect rule, or the protocol that is used towards the origin.",
    source="RFC 9110, section 15.4",
)
HTTP_NO_SUCH_BUCKET = Rule(
    id="http-no-such-bucket",
    severity=Severity.ERROR,
    when="The first request to the name is answered with the error NoSuchBucket of S3.",
    message="Visitors of {name} get an error of S3: the bucket {bucket} does not exist, and anyone can create it.",
    remedy="Create the bucket {bucket} now, or delete the record.",
    source="S3 API Reference: ErrorResponses; EdOverflow/can-i-take-over-xyz (the fingerprint of S3)",
)
HTTP_API_FORBIDDEN = Rule(
    id="http-api-forbidden",
    severity=Severity.WARNING,
    when="The first request to the name is answered with 403 and the error ForbiddenException of API Gateway.",
    message="API Gateway answers 403 for {name}: it has no custom domain of this name here, or maps none of its paths.",
    remedy="Create the custom domain name {name} where the record points to, and map it to an API.",
    source="AWS re:Post knowledge center: api-gateway-troubleshoot-403-forbidden",
)
HTTP_NO_DISTRIBUTION = Rule(
    id="http-no-distribution",
    severity=Severity.ERROR,
    when="The first request to the name is answered with 403 by CloudFront, which presents its own certificate.",
    message="CloudFront answers 403 for {name} with its own certificate: no distribution lists the name.",
    remedy="Add {name} to the alternate domain names of the distribution, with a certificate that covers it, or delete "
    "the record.",
    source="CloudFront Developer Guide: CNAMEs; EdOverflow/can-i-take-over-xyz (the fingerprint of CloudFront)",
)
