"""Which target an operator means: a DNS name, a URL, an ARN or the name of a discovered one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError, InvalidNameError, UsageError
from xalias_tui.domain.lookups import Unscanned, failed_in_brackets
from xalias_tui.domain.meant import did_you_mean
from xalias_tui.domain.missed import helping
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Discovery, Scope
from xalias_tui.jobs.targets.index import Directory
from xalias_tui.jobs.targets.recognise import host_of, refuse_arn, resolved_target
from xalias_tui.jobs.targets.search import search
from xalias_tui.targets import all_kinds
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets.shared.arns import read_arn
from xalias_tui.targets.shared.naming import plain_name

_S3 = "s3-website"


@dataclass(frozen=True, slots=True)
class Sought:
    """The target that is meant, every target found on the way, and what could not be asked."""

    target: Target
    targets: tuple[Target, ...] = ()
    unscanned: tuple[Unscanned, ...] = ()


def seek_all(workspace: Workspace, pasted: Pasted) -> tuple[tuple[Target, ...], Sought]:
    """Everything that a text names: of a resource that is several targets, each of them, the first one leading.

    A domain of API Gateway has an edge and a regional endpoint while it migrates, under one name and ARN.

    Raises:
        UsageError, InvalidNameError, AwsError: as ``seek``.
    """
    found = _discovered_for(workspace, pasted)
    known = () if isinstance(found, AwsError) else tuple(found.targets)
    named = tuple(target for target in known if pasted.meant in (target.arn, target.name))
    if len(named) > 1 and len({target.arn for target in named}) == 1 and named[0].arn and _are_endpoints(named):
        return named, Sought(named[0], known, () if isinstance(found, AwsError) else found.unscanned)
    one = sought(pasted, found)
    return (one.target,), one


def _are_endpoints(named: tuple[Target, ...]) -> bool:
    """Whether targets are the endpoints of one resource: each of a kind of its own."""
    return len({target.kind for target in named}) == len(named)


def seek(workspace: Workspace, pasted: Pasted, record: DnsName | None = None) -> Sought:
    """The target that a text names for a record; where no account can be asked, what its DNS name alone says.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        InvalidNameError: when the text is meant as a DNS name and is not one.
        AwsError: when no account could be asked, and the text is no DNS name.
    """
    found = sought(pasted, _discovered_for(workspace, pasted), record)
    name = found.target.dns_name
    if record is None or name is None or pasted.is_like_dns_name or not _has_others_behind(found.target.kind, name):
        return found
    return seek(workspace, Pasted.read(name.bare), record)


def _has_others_behind(key: str, name: DnsName) -> bool:
    """Whether targets of other kinds can be reached through a resource, under its own DNS name."""
    return any(kind.behind == key and kind.recognise(name) is not None for kind in all_kinds())


def _discovered_for(workspace: Workspace, pasted: Pasted) -> Discovery | AwsError:
    """What is found where a target can be; everything where it isn't there, to say what may have been meant.

    Raises:
        UsageError: as ``discovered``.
    """
    scope = scope_of(pasted)
    found = discovered(workspace, scope)
    if pasted.is_like_dns_name or scope != everywhere_named(pasted) or isinstance(found, AwsError):
        return found
    return found if any(pasted.meant == target.name for target in found.targets) else discovered(workspace, Scope())


def everywhere_named(pasted: Pasted) -> Scope:
    """Where a resource can be of which only the own name is known.

    One without a dot is not that of a bucket or domain that answers for hosts; of those with one, the bucket is meant
    that has the very name.
    """
    if pasted.is_like_dns_name:
        return Scope(hosts=frozenset({pasted.meant}))
    return Scope(kinds=frozenset(kind.key for kind in all_kinds() if not kind.named_as_hosts))


def discovered(workspace: Workspace, scope: Scope) -> Discovery | AwsError:
    """What is found in a scope; the error where no account could be asked.

    Raises:
        UsageError: when the side mixes AWS partitions, or a region is of another one.
    """
    try:
        return search(workspace, scope=scope)
    except AwsError as error:
        return error


def sought(pasted: Pasted, found: Discovery | AwsError, record: DnsName | None = None) -> Sought:
    """The target that a text names among those that were ``discovered`` already; pure.

    Raises:
        UsageError, InvalidNameError, AwsError: as ``seek``.
    """
    if isinstance(found, AwsError):
        if not pasted.is_like_dns_name:
            raise found
        missed = Unscanned("", "", "", "targets", found.code, found.message)
        return Sought(find_target(pasted, ()), (), (missed,))
    targets = tuple(found.targets)
    return Sought(find_target(pasted, targets, record, found.unscanned), targets, found.unscanned)


def same_target(first: DnsName, second: DnsName) -> bool:
    """Whether two names point to the same target: ``dualstack.X`` and ``X`` do."""
    return plain_name(first) == plain_name(second)


def match_target(pasted: Pasted, targets: Iterable[Target], record: DnsName | None = None) -> Target | None:
    """The discovered target that a text names, or None.

    All buckets of a region share its website endpoint, those of other accounts too: there the one that is called as the
    ``record`` is meant, and no other. Of several targets behind one DNS name the one that a record there would reach.

    Raises:
        UsageError: when several targets carry the name.
    """
    wanted = pasted.meant
    known = tuple(targets)
    matches = tuple(target for target in known if wanted in (target.arn, target.name))
    if not matches and pasted.is_like_dns_name:
        try:
            name = DnsName.parse(host_of(pasted))
        except InvalidNameError:
            return None
        meant = _meant(record, name, Directory(Inventory(known)))
        if meant is not None and meant.kind != _S3 and not same_target(meant.dns_name or name, name):
            return target_kind(meant.kind).under(meant, name)
        matches = () if meant is None else (meant,)
    if len(matches) > 1:
        telling = len({target.arn for target in matches} - {""}) == len(matches)
        choices = "; ".join(
            f"{target.arn if telling else target.dns_name} ({target.kind}, {target.region})" for target in matches
        )
        raise UsageError("target-ambiguous", f"{len(matches)} targets are called {wanted}.", f"Give one of: {choices}.")
    return matches[0] if matches else None


def _meant(record: DnsName | None, name: DnsName, directory: Directory) -> Target | None:
    """The target of a DNS name, by the same choice among several that judges a record that points there.

    Without a record it is the resource that has the name itself, not one of those that are reached through it.
    """
    pointed = directory.look_up(name)
    named = [target for target in pointed.targets if target_kind(target.kind).has_name(target, name)]
    if record is not None and named:
        return directory.meant(record, pointed)
    own = [target for target in named if not target_kind(target.kind).behind] or named
    return own[0] if len(own) == 1 and own[0].kind != _S3 else None


def scope_of(pasted: Pasted) -> Scope:
    """Where a target can be at all, as far as its DNS name or ARN tells: fewer calls decide.

    Raises:
        UsageError: when the text is empty.
    """
    if not pasted.text:
        raise UsageError("target-empty", "The target is empty.", "Give its DNS name, ARN or name.")
    if pasted.is_arn:
        arn = read_arn(pasted.meant)
        if arn is None:
            return Scope()
        hosts = frozenset({arn.name}) if _S3 in arn.kinds else None
        return Scope(frozenset(arn.kinds) or None, arn.region or None, hosts=hosts)
    if not pasted.is_like_dns_name:
        return everywhere_named(pasted)
    try:
        name = DnsName.parse(host_of(pasted))
    except InvalidNameError:
        return Scope()
    recognised = {kind.key: found for kind in all_kinds() if (found := kind.recognise(name)) is not None}
    if not recognised:
        return everywhere_named(pasted)  # a resource's own name can look like a DNS name: an API domain, a bucket
    regions = {found.region for found in recognised.values()}
    region = regions.pop() if len(regions) == 1 else ""
    return Scope(frozenset(recognised), None if region in ("", "global") else region)


def find_target(
    pasted: Pasted, targets: Iterable[Target], record: DnsName | None = None, missed: Sequence[Unscanned] = ()
) -> Target:
    """The target that a text names for a record: a discovered one, else what the DNS name alone tells.

    Args:
        pasted: The text.
        targets: Those that were discovered.
        record: The record that is to point to it.
        missed: Look-ups that failed: behind them the target may be there all the same.

    Raises:
        UsageError: when nothing is called so, or several targets are.
        InvalidNameError: when the text is meant as a DNS name and is not one.
    """
    known = tuple(targets)
    found = match_target(pasted, known, record)
    if found is not None:
        return found
    if pasted.is_like_dns_name:
        return resolved_target(pasted)[1]
    refuse_arn(pasted)
    meant = did_you_mean(pasted.text, {target.name for target in known if target.name})
    raise UsageError(
        "target-unknown",
        f"No target is called {pasted.text} in the target accounts{failed_in_brackets(missed)}.",
        " ".join(filter(None, (meant, *helping(missed), "'xalias targets' lists them; or give its DNS name."))),
    )
