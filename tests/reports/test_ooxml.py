"""Our .docx files keep the order of children ECMA-376 (Part 1, annex A) asks of each element."""

import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import docx
import pytest
from PIL import Image

from reports.content import Table, TableColumn
from reports.papers.content import PaperForm, Part, Picture
from reports.renderers.docx import render_docx
from reports.renderers.paper_docx import render_paper_docx
from tests.reports.layout_samples import MONTH, REPORT, UPWARD
from tests.reports.samples import BULLETIN

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
        suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
        topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
        contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
        noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u
        effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW
        jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
        tblDescription""",
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection
        tcFitText vAlign hideMark""",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc
        pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi
        rtlGutter docGrid printerSettings""",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr",
    "p": "pPr",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
    "tblCellMar": "top start left bottom end right",
    "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime
        doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText
        printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts
        saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges
        bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors
        hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate
        linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView
        trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
        styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit
        hyphenationZone doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle
        defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting
        bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing
        displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
        doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin
        drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning
        characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter
        noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml
        ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml
        saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace
        updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids""",
}
OPEN_ENDED = {"tc", "p", "settings"}
"""Elements of which only the first children have an order of their own here."""


def form():
    picture = BytesIO()
    Image.new("RGB", (8, 6)).save(picture, "JPEG")
    photo = Picture(picture.getvalue(), 8, 6, "入户")
    lines = Table((TableColumn("条目"), TableColumn("结果")), (("A101", "☑是"),))
    return PaperForm(
        title="督办整改单",
        subtitle="第1号",
        head=(("责任单位", "何市镇"), ("时限", "8月9日"), ("问题", "长" * 30)),
        parts=(Part("问题", (lines,)),),
        legend="说明",
        signers=("签收人",),
        signatures=(photo,),
        pictures=(photo, photo),
        foot="第1号",
        day=date(2016, 8, 3),
    )


@pytest.fixture(
    scope="module", params=["bulletin", "month", "upward", "report", "form"], name="package"
)
def made(request):
    held = {"bulletin": BULLETIN, "month": MONTH, "upward": UPWARD, "report": REPORT}
    named = request.param
    content = render_paper_docx(form()) if named == "form" else render_docx(held[named])
    return zipfile.ZipFile(BytesIO(content))


@pytest.fixture(scope="module")
def parts(package):
    """Give every part that holds words or settings of ours, parsed."""
    names = [name for name in package.namelist() if name.startswith("word/")]
    return {
        name: ElementTree.fromstring(package.read(name))  # noqa: S314 -- our own file
        for name in names
        if name.endswith(".xml") and "/theme/" not in name
    }


def local(element):
    space, _, name = element.tag.rpartition("}")
    return name if space.endswith(W) else ""


def out_of_order(element):
    """Name the children that stand where the schema does not allow them."""
    name = local(element)
    allowed = ORDER[name].split()
    children = [local(child) for child in element]
    if name in OPEN_ENDED:
        children = [child for child in children if child in allowed]
        first = [local(child) for child in element][: len(children)]
        if name != "settings" and first != children:
            return [f"{name}: {first}"]
    unknown = [child for child in children if child not in allowed]
    places = [allowed.index(child) for child in children if child in allowed]
    if unknown or places != sorted(places):
        return [f"{name}: {children}"]
    return []


def test_children_stand_in_the_order_of_the_schema(parts):
    wrong = [
        said
        for part in parts.values()
        for element in part.iter()
        if local(element) in ORDER
        for said in out_of_order(element)
    ]
    assert wrong == []


def test_properties_stand_once(parts):
    repeated = [
        (local(element), name)
        for part in parts.values()
        for element in part.iter()
        if local(element) in {"pPr", "rPr", "tblPr", "tcPr", "trPr"}
        for name, times in Counter(child.tag for child in element).items()
        if times > 1
    ]
    assert repeated == []


def test_every_cell_ends_with_a_paragraph_and_every_row_fills_its_grid(parts):
    for part in parts.values():
        for cell in part.iter(f"{{{W}}}tc"):
            assert local(cell[-1]) == "p"
        for table in part.iter(f"{{{W}}}tbl"):
            grid = len(list(table.find(f"{{{W}}}tblGrid")))
            for row in table.findall(f"{{{W}}}tr"):
                spans = [cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan") for cell in row]
                cells = [held for held in row if local(held) == "tc"]
                wide = [int(span.get(f"{{{W}}}val")) - 1 for span in spans if span is not None]
                assert len(cells) + sum(wide) == grid


def test_no_drawing_has_the_number_of_another(parts):
    for part in parts.values():
        found = Counter(held.get("id") for held in part.iter() if held.tag.endswith("}docPr"))
        assert [number for number, times in found.items() if times > 1] == []


def test_every_relationship_leads_to_a_part_and_every_reference_to_a_relationship(package, parts):
    names = set(package.namelist())
    for path in [name for name in names if name.endswith(".rels")]:
        folder = dirname(dirname(path))
        relations = ElementTree.fromstring(package.read(path))  # noqa: S314 -- our own file
        known = [relation.get("Id") for relation in relations]
        assert len(known) == len(set(known))
        assert [held for held in relations if held.get("TargetMode") == "External"] == []
        targets = [normpath(join(folder, held.get("Target").lstrip("/"))) for held in relations]
        assert [target for target in targets if target not in names] == []
    for name, part in parts.items():
        asked = {value for held in part.iter() for key, value in held.items() if OFFICE in key}
        rels = f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels"
        given = package.read(rels).decode() if rels in names else ""
        assert [key for key in asked if f'Id="{key}"' not in given] == []


def test_every_part_has_a_content_type(package):
    types = ElementTree.fromstring(package.read("[Content_Types].xml"))  # noqa: S314 -- our own file
    endings = {held.get("Extension") for held in types.iter(f"{TYPES}Default")}
    named = {held.get("PartName") for held in types.iter(f"{TYPES}Override")}
    lacking = [
        name
        for name in package.namelist()
        if f"/{name}" not in named and name.rpartition(".")[2] not in endings
    ]
    assert [name for name in lacking if name != "[Content_Types].xml"] == []


def test_the_properties_are_the_document_s_own_and_no_picture_of_another(package):
    core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert ">2016-08-03T12:00:00Z<" in core
    assert [name for name in package.namelist() if "thumbnail" in name] == []


def test_word_reads_it_by_its_newest_rules(package):
    settings = package.read("word/settings.xml").decode()
    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    assert docx.Document(BytesIO(package.fp.getvalue())).paragraphs
