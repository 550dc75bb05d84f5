"""The addresses that authors name come out exactly as they meant them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.links import MOST, named


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Code is at https://github.com/owls/maps.", ["https://github.com/owls/maps"]),
        ("(see https://github.com/owls/maps).", ["https://github.com/owls/maps"]),
        ("at https://en.example.org/wiki/Owl_(bird), too", ["https://en.example.org/wiki/Owl_(bird)"]),
        ("at~\\url{https://huggingface.co/owls/maps-7b}.", ["https://huggingface.co/owls/maps-7b"]),
        ("\\href{https://owls.github.io/x--y}{our page}", ["https://owls.github.io/x--y"]),
        ("[https://gitlab.com/o/m](https://gitlab.com/o/m)", ["https://gitlab.com/o/m"]),
        ('<a href="https://owls.example.org/demo/">here</a>', ["https://owls.example.org/demo/"]),
        ("https://github.com/my\\_owls/a\\%20b", ["https://github.com/my_owls/a%20b"]),
        ("http://people.example.org/$\\sim$owl/", ["http://people.example.org/~owl/"]),
        ("http://people.example.org/{\\textasciitilde}owl", ["http://people.example.org/~owl"]),
        ("code: github.com/owls/maps, data: zenodo.org/records/1", ["https://github.com/owls/maps",
                                                                    "https://zenodo.org/records/1"]),
        ("at https://github.com/owls/night-\n  maps. It", ["https://github.com/owls/night-maps"]),
        ("at https://github.com/owls/night\nmaps", ["https://github.com/owls/night"]),
        ("page: owls.github.io/maps", ["https://owls.github.io/maps"]),
        ("https://a.example.org/x?id=3&v=4#top,\nhttps://b.example.org", ["https://a.example.org/x?id=3&v=4#top",
                                                                          "https://b.example.org"]),
        ("代码见https://github.com/owls/maps。欢迎使用", ["https://github.com/owls/maps"]),
        ("http://github.com/owls/maps.git and https://www.github.com/owls/maps/", ["http://github.com/owls/maps.git"]),
        ("https://arxiv.org/abs/2512.10935 and https://www.arxiv.org/a", []),
        ("write to owl@github.com/ or to mail@owls.github.io", []),
        ("https:// and http://localhost and https://...", []),
        ("", []),
    ],
)  # fmt: skip
def test_an_address_is_found_whole_and_without_its_sentence(text: str, urls: list[str]) -> None:
    assert [link.url for link in named(text)] == urls


def test_a_link_says_where_it_leads() -> None:
    text = "https://github.com/a/b https://huggingface.co/c https://owls.example.org/d"
    assert [link.label for link in named(text, None)] == ["GitHub", "Hugging Face", "owls.example.org"]


def test_a_survey_does_not_flood_the_card() -> None:
    assert len(named(" ".join(f"https://example.org/{n}" for n in range(50)))) == MOST


PATH = st.text("abcXYZ019-_~./%=&?+", max_size=30).map(lambda path: f"{path}z")


@given(
    path=PATH,
    before=st.sampled_from(["at ", "(", "\\url{", "见"]),
    after=st.sampled_from([". Next", ", and", ")", "}"]),
)
def test_no_address_is_ever_changed(path: str, before: str, after: str) -> None:
    url = f"https://code.example.org/{path}"
    assert [link.url for link in named(before + url + after)] == [url]


@given(st.text())
def test_any_text_has_links_or_none(text: str) -> None:
    assert all(link.url.startswith(("https://", "http://")) for link in named(text))
