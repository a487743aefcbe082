"""Lists of subscribers come from other systems with their consent; junk is named, and who left stays away."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from masthead.delivery.errors import RefusedError
from masthead.delivery.mail.exporting import export_readers
from masthead.delivery.mail.importing import ImportReport, find_list, import_readers
from masthead.delivery.mail.records import erase, record_of
from masthead.delivery.mail.subscribing import leave, lift, suppress
from masthead.delivery.models import Membership, Reader, Suppression
from subscribers import make_list, make_reader

pytestmark = pytest.mark.django_db

MAILCHIMP = """"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,TAGS
Ada@Example.org,Ada,Öz,2,"2019-05-06 07:08:09",203.0.113.9,"2019-05-06 07:10:00",203.0.113.9,1,"a,b"
bo@example.org,,,2,"2020-01-02 03:04:05",,,,2,
"""
MAILCHIMP_CLEANED = """Email Address,First Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE
gone@example.org,Gone,2019-05-06 07:08:09,2021-01-01 00:00:00,Letter
"""
SUBSTACK = """email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
ada@example.org,false,,,false,2022-03-04T05:06:07.000Z,
off@example.org,false,,,true,2022-03-04T05:06:07.000Z,
"""
GHOST = """id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers
61,ada@example.org,Ada Öz,,true,false,,2023-04-05T06:07:08.000Z,,,
62,off@example.org,Off,,false,false,,2023-04-05T06:07:08.000Z,,,
"""


def bring_in(tmp_path: Path, text: str | bytes, **more: object) -> ImportReport:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_readers(path=path, to=find_list("501"), junk_path=tmp_path / "junk.csv", **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def morning(data_path: Path) -> int:
    return make_list()


@pytest.mark.parametrize(
    ("text", "system", "imported", "moment"),
    [
        (MAILCHIMP, "Mailchimp", 2, datetime(2019, 5, 6, 7, 10, tzinfo=UTC)),
        (SUBSTACK, "Substack", 1, datetime(2022, 3, 4, 5, 6, 7, tzinfo=UTC)),
        (GHOST, "Ghost", 1, datetime(2023, 4, 5, 6, 7, 8, tzinfo=UTC)),
        (
            "E-mail;Name;Date\nada@example.org;Ada;05.06.2018\n",
            "a table",
            1,
            datetime(2018, 6, 5, tzinfo=UTC),
        ),
        (
            "\ufeffemail,created_at\nada@example.org,2018-06-05\n",
            "a table",
            1,
            datetime(2018, 6, 5, tzinfo=UTC),
        ),
    ],
)
def test_exports_of_other_systems_are_known_by_their_columns_and_keep_the_date_of_consent(
    tmp_path: Path, morning: int, text: str, system: str, imported: int, moment: datetime
) -> None:
    report = bring_in(tmp_path, text)
    assert (report.system, report.imported, report.junk) == (system, imported, 0)
    mine = Membership.objects.get(reader__address="ada@example.org")
    assert (mine.joined_at, mine.source) == (moment, Membership.Source.IMPORT)
    assert Reader.objects.of_list(morning).count() == imported


def test_who_left_or_bounced_there_is_kept_away_here(tmp_path: Path) -> None:
    assert bring_in(tmp_path, GHOST).gone == 1
    assert bring_in(tmp_path, MAILCHIMP_CLEANED).gone == 1
    assert sorted(Suppression.objects.values_list("reason", flat=True)) == ["bounce", "unsubscribed"]
    again = bring_in(tmp_path, "email,created_at\ngone@example.org,2018-06-05\noff@example.org,2018-06-05\n")
    assert (again.imported, again.suppressed) == (0, 2)


def test_importing_twice_imports_nobody_twice(tmp_path: Path, morning: int) -> None:
    bring_in(tmp_path, MAILCHIMP)
    again = bring_in(tmp_path, MAILCHIMP)
    assert (again.imported, again.known) == (0, 2)
    assert Reader.objects.count() == Membership.objects.count() == 2


def test_nobody_who_left_was_erased_or_complained_comes_back(tmp_path: Path, morning: int) -> None:
    leave(make_reader("left@example.org", morning), [morning])
    make_reader("erased@example.org", morning)
    erase("erased@example.org")
    make_reader("angry@example.org", morning)
    suppress("angry@example.org", Suppression.Reason.COMPLAINT)
    rows = "".join(f"{one}@example.org,2018-06-05\n" for one in ("left", "erased", "angry", "new"))
    report = bring_in(tmp_path, "email,created_at\n" + rows)
    assert (report.imported, report.suppressed) == (1, 3)
    assert [one.address for one in Reader.objects.of_list(morning)] == ["new@example.org"]


def test_junk_rows_are_listed_with_line_and_reason_and_the_others_come_in(tmp_path: Path) -> None:
    rows = []
    for number in range(100):
        rows.append(f"reader{number}@example.org,2018-06-05")
        if number % 10 == 0:
            rows.append(
                [
                    "not an address,2018-06-05", "x@example.org,yesterday-ish", "y@example.org,2018-06-05,a,b,c",
                    "z@example.org,2999-01-01", "late@example.org,", "\x00\x01,2018-06-05", "=cmd()@@,2018-06-05",
                    '"a@example.org\nBcc: b@example.org",2018-06-05', f"{'w' * 400}@example.org,2018-06-05", "é@ü,2018-06-05",
                ][number // 10]
            )  # fmt: skip
    report = bring_in(tmp_path, "email,created_at\n" + "\n".join(rows) + "\n")
    assert (report.imported, report.junk) == (100, 10)
    with (tmp_path / "junk.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 10
    assert listed[0] == {"line": "3", "reason": "it holds no e-mail address", "row": "not an address"}
    assert "is in the future" in listed[3]["reason"]
    assert "--consented-on" in listed[4]["reason"]
    assert not any(one["row"].startswith("=") for one in listed)


def test_a_day_of_consent_can_be_given_for_all(tmp_path: Path) -> None:
    moment = datetime(2021, 1, 1, tzinfo=UTC)
    assert bring_in(tmp_path, "email\nada@example.org\n", consented_at=moment).imported == 1
    assert Membership.objects.get().joined_at == moment


def test_a_dry_run_keeps_nothing_and_says_the_same(tmp_path: Path) -> None:
    dry = bring_in(tmp_path, GHOST, is_dry_run=True)
    assert not Reader.objects.exists()
    assert not Suppression.objects.exists()
    wet = bring_in(tmp_path, GHOST)
    assert dry.as_dict() | {"is_dry_run": False} == wet.as_dict()


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"name,age\nAda,7\n", "email\ufeff".encode("utf-16")[:3]]
)
def test_what_is_no_list_is_called_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(RefusedError, match="holds no column with addresses"):
        bring_in(tmp_path, content)


def test_a_list_is_found_by_name_or_number_and_others_are_named(tmp_path: Path) -> None:
    assert find_list("the morning LETTER").number == 501
    with pytest.raises(RefusedError, match="“The Morning Letter” \\(501\\)"):
        find_list("Evening")


def test_what_is_exported_can_be_imported_elsewhere(tmp_path: Path, morning: int) -> None:
    bring_in(tmp_path, MAILCHIMP)
    leave(Reader.objects.get(address="bo@example.org"), [morning])
    file = io.StringIO()
    assert export_readers(file) == 2
    Reader.objects.all().delete()
    report = bring_in(tmp_path, file.getvalue())
    assert (report.system, report.imported, report.gone) == ("Masthead", 1, 1)
    assert Membership.objects.get().joined_at == datetime(2019, 5, 6, 7, 10, tzinfo=UTC)


def test_who_never_confirmed_does_not_by_way_of_an_export(tmp_path: Path, morning: int) -> None:
    reader = make_reader("ada@example.org", morning)
    Membership.objects.update(joined_at=None)
    file = io.StringIO()
    assert export_readers(file) == 1
    reader.delete()
    report = bring_in(tmp_path, file.getvalue(), consented_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert (report.imported, report.junk) == (0, 1)
    assert not Membership.objects.exists()


def test_no_cell_of_an_export_is_a_formula_and_it_comes_back_as_it_was(tmp_path: Path, morning: int) -> None:
    make_reader("+1@example.org", morning, name='=HYPERLINK("https://x")')
    file = io.StringIO()
    export_readers(file)
    cells = [cell for row in csv.reader(io.StringIO(file.getvalue())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    Reader.objects.all().delete()
    bring_in(tmp_path, file.getvalue())
    reader = Reader.objects.get()
    assert (reader.address, reader.name) == ("+1@example.org", '=HYPERLINK("https://x")')


def test_one_answer_holds_all_that_is_kept_of_a_person_and_erasing_leaves_a_hash(morning: int) -> None:
    make_reader("ada@example.org", morning, name="Ada")
    record = record_of("ada@example.org")
    assert record["reader"]["name"] == "Ada"
    assert record["lists"][0]["list"] == "The Morning Letter"
    assert erase("ada@example.org") == {"Membership": 1, "Reader": 1}
    after = record_of("ada@example.org")
    assert (after["reader"], after["lists"]) == (None, [])
    assert after["suppressed"]["reason"] == "erased"
    assert "ada" not in str(list(Suppression.objects.values()))


def test_an_address_that_complained_gets_letters_again_when_its_owner_asks_for_that(morning: int) -> None:
    make_reader("ada@example.org", morning)
    suppress("ada@example.org", Suppression.Reason.COMPLAINT)
    assert not Reader.objects.of_list(morning).exists()
    assert lift("ada@example.org") == "complaint"
    assert Reader.objects.of_list(morning).exists()
    assert lift("ada@example.org") == ""
