import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dividing import divided, sound


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("mark", ["\n\n", "\n", ". ", "。", " "])
def test_a_long_text_is_divided_where_a_reader_would(mark: str) -> None:
    text = mark.join(f"part{at:04}" for at in range(300))
    parts = divided(text, 200)
    assert len(parts) > 10
    assert all(part.startswith("part") and len(part) <= 200 for part in parts)


@given(st.text(st.characters(exclude_categories=()), max_size=400), st.integers(4, 60), st.sampled_from([len, _bytes]))
def test_dividing_loses_nothing_but_blanks(text: str, room: int, size) -> None:  # type: ignore[no-untyped-def]  # of a text
    parts = divided(text, room, size)
    assert all(0 < size(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_without_breaks_is_cut_where_the_room_ends() -> None:
    assert divided("x" * 10, 4) == ["xxxx", "xxxx", "xx"]
    assert divided("  \n ", 4) == []


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_a_sound_text_can_be_sent(text: str) -> None:
    sound(text).encode()
