"""What lesson 08 shows of a tokenizer is what the tokenizer does."""

import pytest
from tokenizers import pre_tokenizers

from openhearth.labs import pieces as lab
from openhearth.lm.tokenizer import train_tokenizer

TEXTS = ["the sheep and the shepherd", "በግ እና እረኛ", "भेड़ और चरवाहा", "春花和绵羊 🐑"]


@pytest.fixture(scope="module")
def english():
    return train_tokenizer(TEXTS[:1] * 9, 280)


def test_the_letters_of_bytes_are_those_of_the_library():
    assert set(lab.byte_letters().values()) == set(pre_tokenizers.ByteLevel.alphabet())
    split = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    for text in TEXTS:
        assert lab.as_letters(text.encode()) == split.pre_tokenize_str(text)[0][0]


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_join_to_the_text_and_count_every_token(english, text):
    found = lab.pieces(english, text)
    assert "".join(piece.text for piece in found) == text
    assert sum(piece.tokens for piece in found) == len(english.encode(text).ids)


def test_a_character_that_was_cut_is_one_piece_of_several_tokens(english):
    assert lab.pieces(english, "እ") == [lab.Piece("እ", 3)]
    assert max(piece.tokens for piece in lab.pieces(english, TEXTS[0])) == 1


def test_a_ribbon_escapes_and_marks_what_was_cut(english, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda content: shown.append(content.data))
    lab.ribbon([("A<B", "am", [lab.Piece("<", 1), lab.Piece("እ", 3)])], caption="x & y")
    assert "A&lt;B" in shown[0]
    assert "x &amp; y" in shown[0]
    assert shown[0].count("underline solid") == 1
    assert ">4</td>" in shown[0]
