"""Every page of the site, who reads it there, and an address at which it shows something."""

from dataclasses import dataclass

VISITOR = None


@dataclass(frozen=True)
class Example:
    """One page in one state; ``who`` is the demo person who reads it, ``None`` a visitor.

    ``address`` has placeholders named after the fields of ``furniture.Known``. ``lands`` is where
    the reader ends up if that is another page.
    """

    endpoint: str
    who: str | None
    address: str
    status: int = 200
    lands: str = ""

    def __str__(self) -> str:
        return f"{self.who or 'visitor'} {self.address}"


SENTENCE = "/suche?q=Ich+will+abends+in+Dortmund+Stapler+fahren+lernen%2C+h%C3%B6chstens+300+Euro"

PAGES = (
    Example("recommend.start", VISITOR, "/"),
    Example("recommend.search", VISITOR, SENTENCE),
    Example("recommend.search", VISITOR, "/suche"),
    Example("recommend.search", VISITOR, "/suche?q=Wer+bezahlt+mir+einen+Kurs%3F&art=funding"),
    Example(
        "recommend.search", VISITOR, "/suche?q=Deutsch+B1&ort=Nirgendheim&zeit=evening&frei=ja"
    ),
    Example("recommend.dialogue", VISITOR, "/frag-nach"),
    Example("recommend.search", VISITOR, "/suche?q=Stapler+fahren&mehr={key}"),
    Example("recommend.occupations", VISITOR, "/berufe?als=Lagerhelffer"),
    Example("recommend.occupation", VISITOR, "/berufe/lagerhelfer?ort=44137"),
    Example("recommend.offer", VISITOR, "/angebote/{key}?ort=44137"),
    Example("recommend.offer", VISITOR, "/angebote/{gone}", status=410),
    Example("recommend.funding", VISITOR, "/foerderung"),
    Example("recommend.instrument", VISITOR, "/foerderung/{instrument_id}"),
    Example("recommend.instrument", VISITOR, "/foerderung/bildungspraemie"),
    Example("recommend.instrument", VISITOR, "/foerderung/{instrument_id}?beginn={start}"),
    Example("recommend.steps", VISITOR, "/foerderung/{instrument_id}/schritte?angebot={key}"),
    Example("recommend.steps", VISITOR, "/foerderung/awbg-nrw/schritte?beginn={start}"),
    Example("recommend.steps", VISITOR, "/foerderung/awbg-nrw/schritte?beginn={tomorrow}"),
    Example("recommend.steps", VISITOR, "/foerderung/afbg/schritte?beginn=1.2.", status=422),
    Example("recommend.fundable_courses", VISITOR, "/foerderung/sgb3-82/kurse"),
    Example(
        "recommend.fundable_courses", VISITOR, "/foerderung/sgb3-82/kurse?stand=offen&ort=Bonn"
    ),
    Example("recommend.fundable_courses", VISITOR, "/foerderung/afbg/kurse?q=gibtsnicht"),
    Example("recommend.company", VISITOR, "/foerderung/betrieb"),
    Example("recommend.facts", VISITOR, "/foerderung/angaben"),
    Example("recommend.saved", VISITOR, "/merkliste"),
    Example("recommend.saved", "ele", "/merkliste"),
    Example("recommend.shared", VISITOR, "/geteilt/{shared}"),
    Example("tandems.ask", VISITOR, "/gespraech?q=Stapler&plz=44137"),
    Example("tandems.asked", VISITOR, "/gespraech/{private}"),
    Example("tandems.asked", VISITOR, "/gespraech/{private_taken}"),
    Example("tandems.desk", "ines", "/anliegen"),
    Example("tandems.desk", "ali", "/anliegen"),
    Example("tandems.waiting", "ines", "/anliegen/{request_id}"),
    Example("tandems.waiting", "ines", "/anliegen/{taken_id}", lands="/faelle/{case_id}"),
    Example("tandems.cases", "ines", "/faelle"),
    Example("tandems.cases", "ines", "/faelle?stand=beendet"),
    Example("tandems.cases", "ben", "/faelle"),
    Example("tandems.case", "ines", "/faelle/{case_id}"),
    Example("tandems.case", "ines", "/faelle/{ended_case_id}"),
    Example("tandems.case_print", "ines", "/faelle/{case_id}/druck"),
    Example("tandems.case_end", "ines", "/faelle/{case_id}/ende"),
    Example("tandems.conversation", "ines", "/faelle/{case_id}/gespraeche"),
    Example(
        "tandems.conversation_change", "ines", "/faelle/{case_id}/gespraeche/{conversation_id}"
    ),
    Example("today.show", "ele", "/heute"),
    Example("today.show", "ines", "/heute"),
    Example("today.show", "admin", "/heute"),
    Example("today.show", "forschung", "/heute"),
    Example("today.show", "redaktion", "/heute"),
    Example("pages.imprint", VISITOR, "/impressum"),
    Example("pages.privacy", VISITOR, "/datenschutz"),
    Example("pages.accessibility", VISITOR, "/barrierefreiheit"),
    Example("recommend.data", VISITOR, "/daten"),
    Example("recommend.interface", VISITOR, "/daten/schnittstelle"),
    Example("recommend.neutrality", VISITOR, "/neutralitaet"),
    Example("security.login", VISITOR, "/anmelden"),
    Example("security.forgot_password", VISITOR, "/passwort-vergessen"),
    Example("security.send_confirmation", VISITOR, "/email-bestaetigen"),
    Example("security.wan_signin", VISITOR, "/anmelden/passkey"),
    Example("security.mf_recovery", VISITOR, "/anmelden/notfallcode", lands="/anmelden"),
    Example("security.tf_select", VISITOR, "/anmelden/auswahl", lands="/anmelden"),
    Example("security.two_factor_token_validation", VISITOR, "/anmelden/code", lands="/anmelden"),
    Example("security.two_factor_rescue", VISITOR, "/anmelden/hilfe", lands="/anmelden"),
    Example("accounts.account", "ele", "/konto"),
    Example("accounts.account", "admin", "/konto"),
    Example("accounts.factors", "ele", "/konto/sicherheit"),
    Example("accounts.sign_ins", "ele", "/konto/sitzungen"),
    Example("accounts.own_data", "ele", "/konto/daten"),
    Example("accounts.questions", "ele", "/konto/einladungen"),
    Example("accounts.questions", "ines", "/konto/einladungen"),
    Example("security.change_password", "ele", "/konto/passwort"),
    Example("security.change_email", "ele", "/konto/email"),
    Example("security.verify", "ele", "/konto/bestaetigung"),
    Example("security.two_factor_setup", "ele", "/konto/zweiter-schritt"),
    Example("security.mf_recovery_codes", "ele", "/konto/notfallcodes"),
    Example("security.wan_register", "ele", "/konto/passkeys"),
    Example("security.wan_delete", "ele", "/konto/passkey-entfernung", lands="/konto/passkeys"),
    Example("security.wan_verify", "ele", "/konto/passkey-bestaetigung"),
    Example("accounts.invitation", VISITOR, "/einladung/{invitation}"),
    Example("accounts.invitation", VISITOR, "/einladung/abgelaufen", status=404),
    Example("accounts.people", "admin", "/verwaltung/personen"),
    Example("accounts.people", "koni", "/verwaltung/personen?q=niemand"),
    Example("accounts.person", "admin", "/verwaltung/personen/{person_id}"),
    Example("accounts.person", "admin", "/verwaltung/personen/{invited_id}"),
    Example("accounts.organisations", "admin", "/verwaltung/organisationen"),
    Example("accounts.organisations", "koni", "/verwaltung/organisationen"),
    Example("accounts.organisation", "admin", "/verwaltung/organisationen/{organisation_id}"),
    Example("accounts.organisation", "koni", "/verwaltung/organisationen/{association_id}"),
    Example("accounts.new_organisation", "admin", "/verwaltung/organisationen/neu"),
    Example("accounts.newcomer", "admin", "/verwaltung/organisationen/{organisation_id}/einladung"),
    Example("accounts.membership", "admin", "/verwaltung/mitgliedschaften/{membership_id}"),
    Example("accounts.upload", "admin", "/verwaltung/einlesen"),
    Example("accounts.dry_run", "admin", "/verwaltung/einlesen/{upload_id}"),
    Example("accounts.tokens", "admin", "/verwaltung/schluessel"),
    Example("editors.offers", "redaktion", "/redaktion/angebote"),
    Example("editors.offers", "redaktion", "/redaktion/angebote?stand=all&q=stapler"),
    Example("editors.offers", "admin", "/redaktion/angebote?q=gibtsnicht"),
    Example("editors.new", "redaktion", "/redaktion/angebote/neu"),
    Example("editors.edit", "redaktion", "/redaktion/angebot/{key}"),
    Example("editors.edit", "redaktion", "/redaktion/angebot/{gone}"),
    Example("editors.withdrawal", "redaktion", "/redaktion/ruecknahme/{key}"),
    Example("editors.history", "redaktion", "/redaktion/verlauf/{gone}"),
    Example("editors.imports_list", "redaktion", "/redaktion/importe"),
    Example("editors.upload", "redaktion", "/redaktion/importe/neu"),
    Example("editors.dry_run", "redaktion", "/redaktion/importe/dateien/{offers_upload_id}"),
    Example("editors.columns", "redaktion", "/redaktion/importe/dateien/{table_upload_id}/spalten"),
    Example("editors.import_run", "redaktion", "/redaktion/importe/{import_id}"),
    Example("editors.undo_question", "redaktion", "/redaktion/importe/{import_id}/ruecknahme"),
    Example("editors.funding_reviews", "redaktion", "/redaktion/foerderung"),
    Example("editors.funding_history", "redaktion", "/redaktion/foerderung/{instrument_id}"),
    Example("editors.funding_history", "redaktion", "/redaktion/foerderung/{changed_rule}"),
    Example("recommend.instrument", VISITOR, "/foerderung/{changed_rule}"),
    Example("editors.links_list", "redaktion", "/redaktion/links"),
    Example("editors.links_list", "redaktion", "/redaktion/links?stand=all"),
    Example("editors.links_list", "redaktion", "/redaktion/links?stand=new"),
    Example("editors.sources_list", "redaktion", "/redaktion/quellen"),
    Example("editors.source", "admin", "/redaktion/quellen/{source_id}"),
    Example("editors.source_new", "admin", "/redaktion/quellen/neu"),
    Example("editors.source_change", "admin", "/redaktion/quellen/{source_id}/aenderung"),
    Example("editors.source_removal", "admin", "/redaktion/quellen/{source_id}/loeschung"),
    Example("editors.source_trial_report", "redaktion", "/redaktion/quellen/abrufe/{fetch_id}"),
    Example("editors.index", "redaktion", "/redaktion/index"),
    Example("editors.quality", "redaktion", "/redaktion/suchqualitaet"),
    Example("editors.quality_run", "redaktion", "/redaktion/suchqualitaet/messungen/{run_id}"),
    Example("editors.judged_list", "redaktion", "/redaktion/suchqualitaet/fragen"),
    Example("editors.judged_new", "redaktion", "/redaktion/suchqualitaet/fragen/neu"),
    Example("editors.judged_new", "redaktion", "/redaktion/suchqualitaet/fragen/neu?q=stapler"),
    Example("editors.judged_edit", "redaktion", "/redaktion/suchqualitaet/fragen/{judged_id}"),
    Example(
        "editors.judged_deletion",
        "redaktion",
        "/redaktion/suchqualitaet/fragen/{judged_id}/loeschung",
    ),
    Example("editors.judged_upload", "redaktion", "/redaktion/suchqualitaet/fragen/datei"),
    Example("editors.words_list", "redaktion", "/redaktion/suchqualitaet/woerter"),
    Example("editors.words_list", "redaktion", "/redaktion/suchqualitaet/woerter?herkunft=loaded"),
    Example("editors.word_new", "redaktion", "/redaktion/suchqualitaet/woerter/neu"),
    Example("editors.word", "redaktion", "/redaktion/suchqualitaet/woerter/{word_id}"),
    Example(
        "editors.word_trial", "redaktion", "/redaktion/suchqualitaet/woerter/proben/{trial_id}"
    ),
    Example("error", VISITOR, "/gibt-es-nicht", status=404),
    Example("error", "ele", "/verwaltung/personen", status=403),
)

# Answers to GET that nobody reads as a page.
NO_PAGES = {
    "ready.alive": "for machines",
    "ready.ready": "for machines",
    "accounts_files.static": "a file",
    "accounts.export": "a file",
    "accounts.people_file": "a file",
    "accounts.organisations_file": "a file",
    "accounts.taking_file": "a file",
    "tandems.asked_data": "a file",
    "recommend.catalogue_file": "a file",
    "recommend.steps_file": "a file",
    "recommend.company_sheet": "a file",
    "api.description": "for machines",
    "api.search": "for machines",
    "api.offers": "for machines",
    "api.offer": "for machines",
    "api.instruments": "for machines",
    "api.instrument": "for machines",
    "api.steps": "for machines",
    "editors.dry_run_file": "a file",
    "editors.import_file": "a file",
    "recommend.exposure_file": "a file",
    "editors.import_progress": "a part of the page of an import",
    "editors.funding_file": "a file",
    "editors.judged_file": "a file",
    "editors.quality_progress": "a part of the page about search quality",
    "editors.word_trial_progress": "a part of the page of a trial",
    "editors.source_progress": "a part of the page of a source",
    "editors.source_trial_file": "a file",
    "editors.work_progress": "a part of the page of the index",
    "security.confirm_email": "a link in a mail; it leads to the sign-in",
    "security.change_email_confirm": "a link in a mail; it leads to the account",
    "security.reset_password": "needs the link in a mail: see SCENES",
}
