"""Learning packages of others (SCORM) for `mentorhub courses import`: each becomes a course."""

from pathlib import Path

from mentorhub.courses.actions import packages as package_deeds
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.commands.outcomes import Importer, Outcome, Wishes
from mentorhub.courses.packages import reading
from mentorhub.courses.packages.report import BadPackage
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services


def knows(path: Path) -> bool:
    """Return whether a file is a SCORM package, or says so."""
    with path.open("rb") as file:
        return reading.is_package(file)


def take(services: Services, path: Path, wishes: Wishes) -> Outcome:
    """Look a SCORM package through, and make a course of it."""
    limits = services.get(PackageFolder).limits
    with path.open("rb") as file:
        try:
            found = reading.read(file, path.name, limits)
        except BadPackage as problem:
            refused = [{"reason": each.code, "what": each.where} for each in problem.faults]
            return Outcome("scorm", refused=refused)
        made = ""
        if not wishes.dry_run:
            with services.get(Database).writing() as session:
                row = package_deeds.take(session, file, found, by=None, now=clock.now())
                made = package_deeds.make_course(session, row, by=None, now=clock.now()).course_slug
    report = found.report
    return Outcome(
        kind=found.manifest.kind,
        title=report.title,
        facts={
            "edition": report.edition,
            "files": report.files,
            "packed_bytes": report.packed_bytes,
            "unpacked_bytes": report.unpacked_bytes,
            "parts": len(found.manifest.parts),
        },
        taken=[each.where for each in report.taken],
        left=[{"reason": each.code, "what": each.where} for each in report.left],
        made=made,
    )


PACKAGES = Importer(knows, take)
