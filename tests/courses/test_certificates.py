"""Certificates: issued once, fixed for ever, signed, revoked, renewed, forgotten."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import (
    attempts,
    certifying,
    completing,
    content,
    deleting,
    learning,
    publishing,
    renewing,
    revoking,
)
from mentorhub.courses.actions.certifying import IssuedAgain, NotRevoked
from mentorhub.courses.actions.renewing import TooEarly
from mentorhub.courses.actions.revoking import RevokedBefore
from mentorhub.courses.completion import steps
from mentorhub.courses.material.course import Programme
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import (
    Attempt,
    Certificate,
    CertificateProof,
    CertificateReminder,
    CertificateRevocation,
    DeletedCertificate,
    Handing,
    ProgrammeRow,
)
from mentorhub.courses.queries import certificates as reads
from mentorhub.courses.queries import personal, progress, versions
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.jobs import Job
from mentorhub.kit.mail import OutboxMail
from tests import people
from tests.courses.material import COURSE_TOML, files

LONG = timedelta(minutes=20)
YEARS = timedelta(days=3 * 365)
WITHOUT = COURSE_TOML.replace("[certificate]\nvalid_months = 36\n", "")
FOR_EVER = COURSE_TOML.replace("valid_months = 36\n", "")


def complete(session, cipher, enrolment, now):
    """Do everything that the course demands, and return what came of it."""
    for lesson in ("anfang", "mitte"):
        learning.open_lesson(session, enrolment, lesson, lesson, now - LONG)
        learning.finish_lesson(session, enrolment, lesson, now)
    attempt = Attempt(
        enrolment_id=enrolment.id,
        version_id=enrolment.version_id,
        quiz="abschluss",
        number=1,
        seed="s",
        begun_at=now,
    )
    session.add(attempt)
    session.flush()
    session.add(Handing(attempt_id=attempt.id, at=now, points=200, out_of=200, passed=True))
    session.flush()
    learning.reflect(session, cipher, enrolment, "rueckblick", "Gestern.", now)
    return reads.certificates_of(session, enrolment.person_id)


def take(session, cipher, person, slug, now, toml=COURSE_TOML):
    """Publish a course and have somebody complete it."""
    content.keep(session, read_course(slug, files(**{"course.toml": toml})), now)
    version = versions.offered_version(session, slug)
    mine = learning.enrol(session, person.id, version, by=person.id, now=now)
    return complete(session, cipher, mine, now)


def renewed(session, cipher, person, slug, now):
    version = versions.offered_version(session, slug)
    return complete(session, cipher, renewing.renew(session, person.id, version, now), now)


def programme(session, now, *courses, rule=True):
    made = Programme(
        id="weg",
        title="Der Weg",
        summary="Zwei Kurse.",
        courses=courses,
        certificate={"valid_months": 36} if rule else None,
    )
    body = made.model_dump_json(exclude_defaults=True)
    session.add(ProgrammeRow(slug="weg", title="Der Weg", body=body, digest="d", at=now))
    session.flush()


@pytest.fixture
def admin(session):
    return people.person(session, "Ada Admin")


@pytest.fixture
def certificate(session, cipher, enrolment, noon):
    [found] = complete(session, cipher, enrolment, noon)
    return found


def revoke(session, cipher, certificate, admin, now, **more):
    told = {"reason": "wrong", "words": ""} | more
    return revoking.revoke(session, cipher, certificate, by=admin.id, now=now, **told)


def test_a_completion_brings_the_certificate_once(session, cipher, enrolment, certificate, noon):
    completing.look(session, enrolment, noon + LONG)
    assert len(reads.certificates_of(session, enrolment.person_id)) == 1
    facts = reads.facts_of(certificate)
    assert (facts.name, facts.title, facts.version) == ("Lena Lerner", "Zuhören (Beispiel)", 1)
    assert facts.topics == ("Zuhören", "Nachfragen")
    assert (facts.completed_on, facts.valid_until) == (date(2026, 11, 21), date(2029, 11, 21))
    assert facts.minutes == versions.course_of(enrolment.version).minutes
    jobs = session.scalars(select(Job).where(Job.name == certifying.SEAL_JOB)).unique().all()
    assert len(jobs) == 1


def test_nothing_is_certified_before_everything_is_done(session, cipher, enrolment, noon):
    learning.reflect(session, cipher, enrolment, "rueckblick", "Gestern.", noon)
    completing.look(session, enrolment, noon)
    assert reads.certificates_of(session, enrolment.person_id) == []


def test_a_course_without_certificate_gives_none(session, cipher, lena, noon):
    assert take(session, cipher, lena, "ohne", noon, WITHOUT) == []


def test_what_it_says_stays_when_the_person_or_the_course_changes(
    session, certificate, lena, notary, noon
):
    notary.seal(session, certificate.id, noon)
    session.refresh(certificate)
    before = certificate.facts, certificate.proof.credential
    lena.name = "Lena Anders"
    other = COURSE_TOML.replace("Zuhören (Beispiel)", "Anders")
    content.keep(session, read_course("zuhoeren", files(**{"course.toml": other})), noon)
    notary.seal(session, certificate.id, noon + YEARS)
    session.expire_all()
    assert (certificate.facts, certificate.proof.credential) == before
    assert reads.facts_of(certificate).name == "Lena Lerner"


def test_a_programme_is_certified_when_its_last_course_is_complete(session, cipher, lena, noon):
    programme(session, noon, "eins", "zwei")
    [first] = take(session, cipher, lena, "eins", noon)
    assert first.kind == "course"
    whole, _, _ = take(session, cipher, lena, "zwei", noon + LONG)
    facts = reads.facts_of(whole)
    assert (whole.kind, facts.title, facts.version) == ("programme", "Der Weg", None)
    assert [each.version for each in facts.modules] == [1, 1]
    assert facts.minutes == sum(each.minutes for each in facts.modules)


def test_a_programme_without_certificate_gives_none(session, cipher, lena, noon):
    programme(session, noon, "eins", rule=False)
    assert len(take(session, cipher, lena, "eins", noon)) == 1


def test_the_newest_key_signs_and_older_certificates_keep_theirs(
    session, cipher, certificate, lena, notary, noon
):
    notary.seal(session, certificate.id, noon)
    session.refresh(certificate)
    first = json.loads(certificate.proof.credential)
    fresh = notary.new_key(session, noon + LONG)
    newest, _ = take(session, cipher, lena, "zwei", noon + LONG)
    notary.seal(session, newest.id, noon + LONG)
    session.refresh(newest)
    assert newest.proof.key_id == fresh.id != certificate.proof.key_id
    assert json.loads(newest.proof.credential)["issuer"]["id"] == f"did:key:{fresh.public}"
    assert json.loads(certificate.proof.credential) == first
    assert [each.id for each in reads.keys(session)] == [fresh.id, certificate.proof.key_id]
    assert b"\xed\x01" not in fresh.sealed
    assert cipher.open(fresh.sealed, fresh.about)


def test_a_revocation_is_final_sealed_written_down_and_told(
    session, cipher, certificate, admin, lena, noon
):
    done = revoke(session, cipher, certificate, admin, noon, words="Das war ein Versehen.")
    assert b"Versehen" not in done.sealed
    with pytest.raises(RevokedBefore):
        revoke(session, cipher, certificate, admin, noon, reason="not_earned")
    assert reads.state_of(certificate, noon.date()) == "revoked"
    [letter] = session.scalars(select(OutboxMail)).unique()
    assert (letter.to, letter.template) == (lena.email, "courses/mail/certificate_revoked")
    assert "Versehen" not in json.dumps(letter.context)
    note = session.scalars(select(AuditEntry).where(AuditEntry.deed == "certificate.revoked")).one()
    assert (note.by_id, note.facts) == (admin.id, {"why": "wrong"})


def test_only_the_revoked_stand_in_the_list_of_their_key(
    session, cipher, certificate, admin, lena, notary, noon
):
    notary.seal(session, certificate.id, noon)
    other, _ = take(session, cipher, lena, "zwei", noon)
    notary.seal(session, other.id, noon)
    session.expire_all()
    assert reads.revoked_bits(session, certificate.proof.key_id, 0) == []
    revoke(session, cipher, certificate, admin, noon)
    assert reads.revoked_bits(session, certificate.proof.key_id, 0) == [certificate.id]
    assert reads.revoked_bits(session, certificate.proof.key_id + 1, 0) == []
    assert reads.revoked_bits(session, certificate.proof.key_id, 1) == []


def test_a_revoked_one_is_issued_again_with_the_name_of_today(
    session, cipher, certificate, admin, lena, noon
):
    with pytest.raises(NotRevoked):
        certifying.issue_again(session, certificate, by=admin.id, now=noon)
    revoke(session, cipher, certificate, admin, noon, reason="replaced")
    lena.name = "Lena Anders"
    fresh = certifying.issue_again(session, certificate, by=admin.id, now=noon + timedelta(days=9))
    before, after = reads.facts_of(certificate), reads.facts_of(fresh)
    assert (after.name, after.issued_on) == ("Lena Anders", date(2026, 11, 30))
    assert after.model_copy(update={"name": before.name, "issued_on": before.issued_on}) == before
    assert fresh.number != certificate.number
    with pytest.raises(IssuedAgain):
        certifying.issue_again(session, certificate, by=admin.id, now=noon)


def test_a_course_is_taken_again_only_when_its_certificate_ends(
    session, cipher, certificate, version, lena, noon
):
    with pytest.raises(TooEarly):
        renewing.renew(session, lena.id, version, noon + timedelta(days=900))
    soon = noon + YEARS - timedelta(days=30)
    again = renewing.renew(session, lena.id, version, soon)
    assert again.round == 2
    assert renewing.renew(session, lena.id, version, soon).id == again.id
    assert progress.done_of(session, again).lessons == frozenset()
    newest, oldest = complete(session, cipher, again, soon)
    assert (newest.round, oldest.round) == (2, 1)
    assert newest.valid_until > oldest.valid_until
    with pytest.raises(TooEarly):
        renewing.renew(session, lena.id, version, soon)


def test_who_has_not_completed_a_course_cannot_renew_it(session, enrolment, version, lena, noon):
    with pytest.raises(TooEarly):
        renewing.renew(session, lena.id, version, noon)
    with pytest.raises(TooEarly):
        renewing.renew(session, lena.id + 1, version, noon)


def test_a_certificate_without_end_is_never_renewed_but_after_a_revocation(
    session, cipher, lena, admin, noon
):
    [mine] = take(session, cipher, lena, "immer", noon, FOR_EVER)
    version = versions.offered_version(session, "immer")
    with pytest.raises(TooEarly):
        renewing.renew(session, lena.id, version, noon + 9 * YEARS)
    revoke(session, cipher, mine, admin, noon, reason="not_earned")
    assert renewing.renew(session, lena.id, version, noon).round == 2


def test_one_letter_tells_that_a_certificate_ends(session, cipher, certificate, lena, noon):
    assert renewing.remind(session, noon + YEARS - timedelta(days=61)) == 0
    soon = noon + YEARS - timedelta(days=59)
    assert (renewing.remind(session, soon), renewing.remind(session, soon + LONG)) == (1, 0)
    [letter] = session.scalars(select(OutboxMail)).unique()
    assert letter.context["end"] == [2029, 11, 21]


def test_nobody_is_reminded_of_what_is_revoked_renewed_or_over(session, cipher, lena, admin, noon):
    soon = noon + YEARS - timedelta(days=30)
    [revoked] = take(session, cipher, lena, "eins", noon)
    revoke(session, cipher, revoked, admin, noon)
    take(session, cipher, lena, "zwei", noon)
    renewed(session, cipher, lena, "zwei", soon)
    assert renewing.remind(session, soon) == 0
    assert renewing.remind(session, noon + 3 * YEARS) == 0


def test_a_programme_is_certified_again_when_its_courses_were_renewed(session, cipher, lena, noon):
    programme(session, noon, "eins", "immer")
    take(session, cipher, lena, "eins", noon)
    take(session, cipher, lena, "immer", noon + timedelta(days=40), FOR_EVER)
    early = noon + YEARS - timedelta(days=30)  # the programme itself ends 40 days later
    renewed(session, cipher, lena, "eins", early)
    assert renewing.renew_programmes(session, early) == 0
    later = early + timedelta(days=20)
    assert renewing.renew_programmes(session, later) == 1
    assert renewing.renew_programmes(session, later) == 0
    newest = reads.newest(session, lena.id, "programme", "weg")
    assert newest.round == 2


def test_a_programme_is_not_certified_again_by_waiting(session, cipher, lena, noon):
    programme(session, noon, "immer")
    take(session, cipher, lena, "immer", noon, FOR_EVER)
    assert renewing.renew_programmes(session, noon + YEARS - timedelta(days=9)) == 0


def test_everything_about_certificates_is_handed_over(
    session, cipher, certificate, admin, notary, lena, noon
):
    notary.seal(session, certificate.id, noon)
    revoke(session, cipher, certificate, admin, noon, words="Ein Versehen.")
    session.expire_all()
    [told] = personal.certificates_for(cipher, session, lena.id)
    assert told["says"]["name"] == "Lena Lerner"
    assert told["credential"]["id"].endswith(certificate.number)
    assert (told["reason"], told["words"]) == ("wrong", "Ein Versehen.")


def test_who_is_forgotten_leaves_a_number_that_was_deleted_and_a_revocation(
    session, cipher, certificate, admin, notary, lena, noon
):
    notary.seal(session, certificate.id, noon)
    valid, _ = take(session, cipher, lena, "zwei", noon)
    notary.seal(session, valid.id, noon)
    session.expire_all()
    revoke(session, cipher, certificate, admin, noon)
    renewing.remind(session, noon + YEARS)
    key, bit, number = certificate.proof.key_id, certificate.id, certificate.number
    deleting.forget(session, lena.id, noon)
    for table in (Certificate, CertificateProof, CertificateReminder, CertificateRevocation):
        assert session.scalars(select(table)).unique().all() == []
    assert reads.revoked_bits(session, key, 0) == [bit]
    left = reads.deleted(session, number)
    assert left.revoked_at == noon
    others = select(DeletedCertificate).where(DeletedCertificate.certificate_id != bit)
    assert session.scalars(others).one().key_id is None
    assert "Lena" not in str(vars(left))


def test_who_completed_before_there_were_certificates_gets_one_later(
    session, cipher, lena, admin, noon
):
    assert take(session, cipher, lena, "eins", noon, toml=WITHOUT) == []
    later = noon + timedelta(days=400)
    content.keep(session, read_course("eins", files()), later)
    assert certifying.catch_up(session, later) == 0  # nobody has published that yet
    publishing.publish(session, versions.newest_version(session, "eins"), by=admin.id, now=later)
    assert certifying.catch_up(session, later) == 1
    [late] = reads.certificates_of(session, lena.id)
    facts = reads.facts_of(late)
    assert (facts.version, facts.completed_on) == (1, date(2026, 11, 21))
    assert facts.issued_on == date(2027, 12, 26)
    assert facts.valid_until == date(2029, 11, 21)
    assert certifying.catch_up(session, later) == 0


def test_who_completed_all_courses_before_there_was_a_programme_is_certified_later(
    session, cipher, lena, noon
):
    take(session, cipher, lena, "eins", noon)
    take(session, cipher, lena, "zwei", noon + timedelta(days=9))
    later = noon + timedelta(days=300)
    programme(session, later, "eins", "zwei")
    assert certifying.catch_up(session, later) == 1
    newest = reads.certificates_of(session, lena.id)[0]
    assert (newest.kind, newest.valid_until) == ("programme", date(2029, 11, 30))
    assert certifying.catch_up(session, later) == 0


def test_what_was_revoked_does_not_come_back_later(session, cipher, certificate, admin, noon):
    revoke(session, cipher, certificate, admin, noon)
    assert certifying.catch_up(session, noon + LONG) == 0


BY_TEST = COURSE_TOML.replace("valid_months = 36", 'valid_months = 36\nrenewal = "abschluss"')


def passed(session, enrolment, now, quiz="abschluss"):
    """Pass the quiz and nothing else."""
    attempt = attempts.begin(session, enrolment, quiz, "s", now)
    attempts.save(session, attempt, {"frage": 0, "stunden": "120 h"}, now)
    attempts.hand_in(session, attempt, now)
    return reads.certificates_of(session, enrolment.person_id)


def again(session, person, slug, now):
    return renewing.renew(session, person.id, versions.offered_version(session, slug), now)


def test_a_test_renews_where_the_course_says_so_and_the_paper_tells_both_days(
    session, cipher, lena, noon
):
    take(session, cipher, lena, "eins", noon, toml=BY_TEST)
    later = noon + YEARS
    mine = again(session, lena, "eins", later)
    done = progress.done_of(session, mine)
    assert [step.id for step in steps(course_of(mine.version), done)] == ["abschluss"]
    fresh, first = passed(session, mine, later)
    facts = reads.facts_of(fresh)
    assert facts.completed_on == reads.facts_of(first).completed_on == date(2026, 11, 21)
    assert facts.refreshed_on == facts.issued_on == date(2029, 11, 20)
    assert facts.valid_until == date(2032, 11, 20)


def test_the_first_time_a_test_alone_completes_nothing(session, lena, noon):
    content.keep(session, read_course("eins", files(**{"course.toml": BY_TEST})), noon)
    version = versions.offered_version(session, "eins")
    mine = learning.enrol(session, lena.id, version, by=lena.id, now=noon)
    assert passed(session, mine, noon) == []
    assert mine.completion is None


def test_after_a_revocation_no_test_renews(session, cipher, lena, admin, noon):
    [first] = take(session, cipher, lena, "eins", noon, toml=BY_TEST)
    revoke(session, cipher, first, admin, noon, reason="not_earned")
    mine = again(session, lena, "eins", noon + LONG)
    assert passed(session, mine, noon + LONG) == [first]
    assert not reads.renews_by_test(session, first)


def test_a_programme_names_the_version_that_was_completed_and_not_that_of_the_test(
    session, cipher, lena, admin, noon
):
    take(session, cipher, lena, "eins", noon, toml=BY_TEST)
    programme(session, noon, "eins")
    certifying.catch_up(session, noon)
    changed = BY_TEST.replace("Wie man zuhört.", "Wie man gut zuhört.")
    content.keep(session, read_course("eins", files(**{"course.toml": changed})), noon)
    publishing.publish(session, versions.newest_version(session, "eins"), by=admin.id, now=noon)
    passed(session, again(session, lena, "eins", noon + YEARS), noon + YEARS)
    newest = reads.facts_of(reads.certificates_of(session, lena.id)[0])
    assert (newest.kind, newest.modules[0].version) == ("programme", 1)


def test_the_letter_says_that_a_test_is_enough(session, cipher, lena, noon):
    take(session, cipher, lena, "eins", noon, toml=BY_TEST)
    assert renewing.remind(session, noon + YEARS) == 1
    [letter] = session.scalars(select(OutboxMail))
    assert letter.context["by_test"]
