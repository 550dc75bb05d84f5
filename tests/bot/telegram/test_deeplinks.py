import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import categories
from bot.telegram import deeplinks

CARRIED = {
    "paper 2606.30776": "p_2606_30776",
    "paper 0704.0001": "p_0704_0001",
    "paper 2606.30776v2": "p_2606_30776v2",
    "paper math/0309136": "p_math_0309136",
    "paper hep-th/9901001": "p_hep-th_9901001",
    "similar 2606.30776": "i_2606_30776",
    "bibtex 2606.30776": "b_2606_30776",
    "why math/0309136": "w_math_0309136",
    "digest 2026-11-24": "d_20261124",
    "digest 2026-11-24 cs.CV": "d_20261124_cs_CV",
    "digest 2026-11-24 hep-th": "d_20261124_hep-th",
    "digest 2026-11-24 cond-mat.mes-hall": "d_20261124_cond-mat_mes-hall",
    "digest of:17.9f2c41d08a6b 52 96-120": "e_17_9f2c41d08a6b_52_96_120",
    "digest of:123456789012345.9f2c41d08a6b 9999 9998-9999": "e_123456789012345_9f2c41d08a6b_9999_9998_9999",
    "search diffusion": "s_ZGlmZnVzaW9u",
    "saved": "saved",
    "today": "today",
}


@pytest.mark.parametrize(("line", "payload"), CARRIED.items())
def test_a_link_carries_a_command_there_and_back(line: str, payload: str) -> None:
    assert deeplinks.payload(line) == payload
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert deeplinks.command(payload) == line


@pytest.mark.parametrize("code", categories.CATEGORIES)
def test_every_category_of_arxiv_fits_into_a_link_of_an_edition(code: str) -> None:
    line = f"digest 2026-11-24 {code}"
    assert deeplinks.command(deeplinks.payload(line)) == line


@given(st.text(min_size=1, max_size=12))
def test_words_come_back_as_they_were_or_no_link_is_made(words: str) -> None:
    payload = deeplinks.payload(f"search {words}")
    assert payload == "" or deeplinks.command(payload) == f"search {words}"
    assert payload or not words.isprintable() or words != words.strip()


@pytest.mark.parametrize(
    "line",
    [
        "forget yes",
        "save 2606.30776",
        "unsubscribe yes",
        "settings silent:yes",
        "paper attention",
        "search " + "a" * 60,
        "digest 2026-11-31",
        "digest 2026-11-24 cs.XX",
        "digest yesterday",
        "digest of:17.9f2c41d08a6b 52 96-120 page:2",
        "paper 2613.00001",
        "",
        "search ",
        "start",
    ],
)
def test_what_no_link_can_carry_has_no_payload(line: str) -> None:
    assert deeplinks.payload(line) == ""


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "p",
        "p_",
        "p_2606",
        "p_2613_00001",
        "p_2606_30776_1",
        "x_2606_30776",
        "p_../etc",
        "p_２６０６_30776",
        "paper",
        "d_20261131",
        "d_2026-11-24",
        "d_20261124_",
        "d_20261124_xx_YY",
        "d_20261124_cs_CV_61",
        "e_17_9f2c41d08a6b_52_96",
        "e_17_9f2c41d08a6b_52_120_96",
        "e_17_9f2c_52_96_120",
        "e_0_9f2c41d08a6b_52_96_120",
        "e_17_9f2c41d08a6b_052_96_120",
        "s_",
        "s_A",
        "s_AAAA",
        "s_____",
        "s_IA",
        "save_2606_30776",
        "forget_yes",
        "p_2606_30776" * 9,
        "p_2606_30776\n",
    ],
)
def test_a_foreign_payload_means_nothing(payload: str) -> None:
    assert deeplinks.command(payload) is None


@given(st.one_of(st.text(max_size=80), st.text("psde_-0123456789aAcCvV", max_size=64)))
def test_whatever_a_payload_is_it_never_raises_and_never_changes_anything(payload: str) -> None:
    line = deeplinks.command(payload)
    assert line is None or line.split()[0] not in {"save", "forget", "subscribe", "unsubscribe"} or " " not in line


@given(st.from_regex(r"[psde]_[0-9a-z_-]{0,20}", fullmatch=True))
def test_a_payload_that_means_something_is_the_one_that_we_write_for_it(payload: str) -> None:
    line = deeplinks.command(payload)
    assert line is None or deeplinks.command(deeplinks.payload(line)) == line
