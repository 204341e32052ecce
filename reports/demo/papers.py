"""Pictures that stand for photos of finished work."""

from io import BytesIO

from PIL import Image, ImageDraw

from reports.demo.chance import number


def photo_of(about: str) -> bytes:
    """Draw a picture of a field and a road, different for each subject; JPEG bytes."""
    picture = Image.new("RGB", (960, 720), (196, 222, 240))
    pen = ImageDraw.Draw(picture)
    hill = 300 + number(120, about, "hill")
    green = (90 + number(60, about, "green"), 150, 80)
    pen.polygon([(0, 520), (300, hill), (620, 470), (960, hill - 40), (960, 720), (0, 720)], green)
    pen.polygon([(420, 720), (560, 720), (500, 480), (486, 480)], (188, 186, 180))
    pen.rectangle([640, 430, 800, 560], (222, 214, 200))
    pen.polygon([(620, 430), (820, 430), (720, 360)], (150, 70, 60))
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=82)
    return stream.getvalue()
