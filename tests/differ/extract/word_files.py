"""Word files written by hand: paragraphs and parts as a test wants them."""

import io
import zipfile

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FORM = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_FORM}.document.main+xml"/>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", number: tuple[int, int] | None = None, more: str = "") -> str:
    """A paragraph of runs, or of one text; ``number`` is its list and depth."""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{styled}{listed}{more}</w:pPr>{runs}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of cells with one paragraph each."""
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def styles(*definitions: str, language: str = "") -> str:
    """The styles part; each definition is ``id|name|properties``."""
    known = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:pPr>{more}</w:pPr></w:style>'
        for name, title, more in (each.split("|") for each in definitions)
    )
    default = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return f"<w:styles {_NAMES}>{default if language else ''}{known}</w:styles>"


def numbering(*levels: tuple[str, str]) -> str:
    """The numbering part: one kind of list with these levels of ``(form, text)``, and two lists of it."""
    known = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    return f'<w:numbering {_NAMES}><w:abstractNum w:abstractNumId="0">{known}</w:abstractNum>{lists}</w:numbering>'


def notes(*texts: str) -> str:
    """The footnotes part, numbered from 1."""
    known = "".join(f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>' for number, text in enumerate(texts, 1))
    return f"<w:footnotes {_NAMES}>{known}</w:footnotes>"


def docx(*content: str, before: str = "", **parts: str) -> bytes:
    """A Word file of this content; ``parts`` by name, such as ``styles``, ``before`` is put in front of the main part's root."""
    kinds = [name for name in parts if name in ("styles", "numbering", "footnotes")]
    relations = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in kinds)
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_FORM}.{name}+xml"/>' for name in kinds)
    files = {
        "[Content_Types].xml": f"{_TYPES}{types}</Types>",
        "_rels/.rels": _ROOT,
        "word/document.xml": f"{before}<w:document {_NAMES}><w:body>{''.join(content)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": part for name, part in parts.items()},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return file.getvalue()
