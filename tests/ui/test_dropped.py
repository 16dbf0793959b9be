"""What is dropped or pasted, as other programs put it."""

from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from metarr_desktop.domain.own_picture import PictureSource
from ui.dropped import MOST_AT_ONCE, OUR_TILE, brought, can_bring, from_files, source_of

ADDRESS = "https://example.org/posters/alien.jpg"


def mime(**parts: object) -> QMimeData:
    made = QMimeData()
    if "urls" in parts:
        made.setUrls([QUrl(each) for each in parts["urls"]])
    if "text" in parts:
        made.setText(str(parts["text"]))
    if "html" in parts:
        made.setHtml(str(parts["html"]))
    if "image" in parts:
        made.setImageData(parts["image"])
    return made


def a_bitmap() -> QImage:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def addresses(made: QMimeData) -> list[str]:
    (one,) = brought(made)
    return [way.address for way in one.ways if isinstance(way, PictureSource)]


def test_files_are_a_queue_in_their_order() -> None:
    made = mime(urls=["file:///films/a.jpg", "file:///films/b%20c.png"])
    assert [(each.name, each.ways) for each in brought(made)] == [
        ("a.jpg", (PictureSource(path="/films/a.jpg"),)),
        ("b c.png", (PictureSource(path="/films/b c.png"),)),
    ]


def test_a_picture_of_a_web_page_is_the_one_that_was_dragged_not_where_it_leads() -> None:
    made = mime(
        urls=["https://example.org/film/1"], html=f'<a href="/film/1"><img alt="" src="{ADDRESS}"></a>'
    )
    assert addresses(made) == [ADDRESS, "https://example.org/film/1"]


def test_of_a_result_of_a_picture_search_the_picture_itself_comes_before_the_tiny_one() -> None:
    result = f"https://www.google.com/imgres?imgurl={ADDRESS}&imgrefurl=https://example.org"
    made = mime(urls=[result], html='<img src="https://encrypted-tbn0.gstatic.com/images?q=1">')
    assert addresses(made)[0].startswith("https://www.google.com/imgres")


@pytest.mark.parametrize("text", [ADDRESS, f"  {ADDRESS}\n", "http://example.org/x.png"])
def test_an_address_as_text_is_a_picture(text: str) -> None:
    assert addresses(mime(text=text)) == [text.strip()]


@pytest.mark.parametrize("text", ["", "Alien (1979)", "ftp://example.org/x.png", "javascript:alert(1)"])
def test_other_text_brings_nothing(text: str) -> None:
    made = mime(text=text)
    assert not can_bring(made)
    assert brought(made) == ()


def test_what_was_copied_comes_before_its_address_and_the_address_before_what_was_dragged() -> None:
    made = mime(image=a_bitmap(), html=f'<img src="{ADDRESS}">')
    (copied,), (dragged,) = brought(made, prefers_bitmap=True), brought(made)
    assert [isinstance(way, QImage) for way in copied.ways] == [True, False]
    assert [isinstance(way, QImage) for way in dragged.ways] == [False, True]


def test_bytes_of_a_picture_stay_as_the_other_program_has_them() -> None:
    made = mime(image=a_bitmap())
    made.setData("image/jpeg", b"\xff\xd8 as it came")
    (one,) = brought(made, prefers_bitmap=True)
    assert one.ways == (PictureSource(data=b"\xff\xd8 as it came"),)


def test_a_bitmap_becomes_a_picture_that_can_be_read() -> None:
    source = source_of(a_bitmap())
    assert QImage.fromData(source.data).size() == a_bitmap().size()


def test_an_embedded_picture_is_brought_without_its_bytes_as_a_name() -> None:
    address = "data:image/png;base64," + base64.b64encode(bytes(4000)).decode()
    (one,) = brought(mime(text=address))
    assert one.name == "Picture in an address"
    assert one.ways == (PictureSource(address=address),)


def test_our_own_tile_brings_nothing_back() -> None:
    made = mime(urls=[ADDRESS])
    made.setData(OUR_TILE, b"12")
    assert not can_bring(made)
    assert brought(made) == ()


def test_a_whole_folder_of_files_is_bounded() -> None:
    assert len(from_files(f"/films/{number}.jpg" for number in range(500))) == MOST_AT_ONCE
