"""Monthly trade as SDMX: the values as SDMX-CSV 2.0, what they mean as SDMX-ML 3.0."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent, register_namespace

from tradegap.database import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

AGENCY, VERSION = "TRADEGAP", "1.0"
FLOW_ID = "TRADE"
DIMENSIONS = {
    "FREQ": "Frequency",
    "FLOW": "Exports, imports, or balance: exports less imports, a deficit is negative",
    "CATEGORY": "Category of goods or services",
    "AREA": "Partner area",
    "BASIS": "Basis",
    "PRICE_BASIS": "Current or chained dollars",
    "SEASONAL_ADJUST": "Seasonal adjustment",
}
# With the form of their text.
OTHERS = {
    "TIME_PERIOD": ("Month", "ObservationalTimePeriod"),
    "OBS_VALUE": ("Value", "Decimal"),
    "UNIT_MEASURE": ("Unit", "String"),
    "UNIT_MULT": ("Power of ten that the value is a multiple of", "Integer"),
    "RELEASE": ("Release that the value is of, its statistical month", "String"),
}
ATTRIBUTES = ("UNIT_MEASURE", "UNIT_MULT", "RELEASE")

# The newest balances, each with its exports and imports.
OBSERVATIONS = f"""
create temp table observations as
select
    'dataflow' as STRUCTURE,
    '{AGENCY}:{FLOW_ID}({VERSION})' as STRUCTURE_ID,
    'I' as ACTION,
    'M' as FREQ,
    flow as FLOW,
    category_id as CATEGORY,
    area_id as AREA,
    basis as BASIS,
    price_basis as PRICE_BASIS,
    seasonal_adjustment as SEASONAL_ADJUST,
    strftime(month, '%Y-%m') as TIME_PERIOD,
    value_musd as OBS_VALUE,
    'USD' as UNIT_MEASURE,
    6 as UNIT_MULT,
    strftime(release_month, '%Y-%m') as RELEASE
from marts.latest_trade_balances
unpivot (value_musd for flow in (
    exports_musd as 'exports', imports_musd as 'imports', balance_musd as 'balance'
))
order by all
"""
# The codes of a dimension that occur, with their names.
CODES = """
select used.code, coalesce(named.name, used.code) as name
from (select distinct {dimension} as code from observations) as used
left join (
    select 'CATEGORY' as dimension, category_id as code, agency_name as name from marts.dim_category
    union all
    select 'AREA', area_id, area_name from marts.dim_area
    union all
    values
        ('FREQ', 'M', 'Monthly'),
        ('FLOW', 'exports', 'Exports'),
        ('FLOW', 'imports', 'Imports'),
        ('FLOW', 'balance', 'Balance'),
        ('BASIS', 'bop', 'Balance of payments basis'),
        ('BASIS', 'census', 'Census basis'),
        ('PRICE_BASIS', 'current', 'Current dollars'),
        ('SEASONAL_ADJUST', 'sa', 'Seasonally adjusted'),
        ('SEASONAL_ADJUST', 'nsa', 'Not seasonally adjusted')
) as named on named.code = used.code and named.dimension = '{dimension}'
order by used.code
"""

NAMESPACES = {
    kind: f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{name}"
    for kind, name in {"mes": "message", "str": "structure", "com": "common"}.items()
}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(connection: DuckDBPyConnection, folder: Path) -> None:
    """Write the values, and the structure that they follow, into a folder."""
    connection.execute(OBSERVATIONS)
    connection.execute(f"copy observations to '{quoted(folder / 'trade.csv')}'")
    [(prepared,)] = connection.execute(
        "select strftime(finished_at, '%Y-%m-%dT%H:%M:%SZ') from meta.build_state"
    ).fetchall()
    codes = {
        dimension: connection.execute(CODES.format(dimension=dimension)).fetchall()
        for dimension in DIMENSIONS
    }
    for kind, address in NAMESPACES.items():
        register_namespace(kind, address)
    message = ElementTree(_message(prepared, codes))
    indent(message)
    message.write(folder / "structure.xml", encoding="utf-8", xml_declaration=True)


def _message(prepared: str, codes: dict[str, list[tuple[str, str]]]) -> Element:
    message = Element(_tag("mes:Structure"))
    header = _add(message, "mes:Header")
    _add(header, "mes:ID", FLOW_ID)
    _add(header, "mes:Test", "false")
    _add(header, "mes:Prepared", prepared)
    _add(header, "mes:Sender", id=AGENCY)
    structures = _add(message, "mes:Structures")
    flow = _maintained(_add(structures, "str:Dataflows"), "Dataflow", FLOW_ID, "Monthly trade")
    _add(flow, "str:Structure", _urn("datastructure.DataStructure", FLOW_ID))
    lists = _add(structures, "str:Codelists")
    for dimension, named in codes.items():
        of_dimension = _maintained(lists, "Codelist", f"CL_{dimension}", DIMENSIONS[dimension])
        for code, name in named:
            _name(_add(of_dimension, "str:Code", id=code), name)
    schemes = _add(structures, "str:ConceptSchemes")
    concepts = _maintained(schemes, "ConceptScheme", "CONCEPTS", "Concepts")
    for concept, name in (*DIMENSIONS.items(), *((key, name) for key, (name, _) in OTHERS.items())):
        _name(_add(concepts, "str:Concept", id=concept), name)
    definitions = _add(structures, "str:DataStructures")
    definition = _maintained(definitions, "DataStructure", FLOW_ID, "Monthly trade")
    components = _add(definition, "str:DataStructureComponents")
    dimensions = _add(components, "str:DimensionList", id="DimensionDescriptor")
    for position, dimension in enumerate(DIMENSIONS, 1):
        _component(dimensions, "Dimension", dimension, position=str(position))
    _component(dimensions, "TimeDimension", "TIME_PERIOD")
    attributes = _add(components, "str:AttributeList", id="AttributeDescriptor")
    for attribute in ATTRIBUTES:
        component = _component(attributes, "Attribute", attribute, usage="mandatory")
        _add(_add(component, "str:AttributeRelationship"), "str:Observation")
    measures = _add(components, "str:MeasureList", id="MeasureDescriptor")
    _component(measures, "Measure", "OBS_VALUE", usage="mandatory")
    return message


def _component(parent: Element, kind: str, concept: str, **attributes: str) -> Element:
    """A component of the data structure: what it is, and which values it takes."""
    component = _add(parent, f"str:{kind}", id=concept, **attributes)
    identity = f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{concept}"
    _add(component, "str:ConceptIdentity", identity)
    representation = _add(component, "str:LocalRepresentation")
    if concept in DIMENSIONS:
        _add(representation, "str:Enumeration", _urn("codelist.Codelist", f"CL_{concept}"))
    else:
        _add(representation, "str:TextFormat", textType=OTHERS[concept][1])
    return component


def _maintained(parent: Element, kind: str, identifier: str, name: str) -> Element:
    """Something that an agency maintains in versions."""
    return _name(_add(parent, f"str:{kind}", id=identifier, agencyID=AGENCY, version=VERSION), name)


def _urn(kind: str, identifier: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{identifier}({VERSION})"


def _name(element: Element, name: str) -> Element:
    _add(element, "com:Name", name).set(XML_LANGUAGE, "en")
    return element


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    element = SubElement(parent, _tag(name), attributes)
    element.text = text
    return element


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
