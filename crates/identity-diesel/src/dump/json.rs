//! Rows as lines of JSON: the table's name, and in it the columns in the order of the schema. What is null is left out,
//! bytes are text in base64. So the same row is the same line, whatever database it comes from.

use std::fmt;
use std::io::Write;

use data_encoding::BASE64;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize as _};

use super::column::{Column, Kind};
use super::error::DumpError;
use super::header::{End, Header};
use super::tables::Table;
use super::value::Value;

/// Appends a row as a line.
pub(super) fn write_row(table: &Table, row: &[Value], line: &mut Vec<u8>) -> std::io::Result<()> {
    write!(line, "{{\"{}\":{{", table.name)?;
    let members = table.columns.iter().zip(row).filter(|(_, value)| !value.is_none());
    for (place, (column, value)) in members.enumerate() {
        write!(line, "{}\"{}\":", if place == 0 { "" } else { "," }, column.name)?;
        write_value(value, line)?;
    }
    line.write_all(b"}}\n")
}

fn write_value(value: &Value, line: &mut Vec<u8>) -> std::io::Result<()> {
    match value {
        Value::Integer(value) => write!(line, "{}", value.unwrap_or_default()),
        Value::Bool(value) => write!(line, "{}", value.unwrap_or_default()),
        Value::Text(value) => Ok(value.as_deref().serialize(&mut serde_json::Serializer::new(line))?),
        Value::Blob(value) => {
            write!(line, "\"{}\"", BASE64.encode_display(value.as_deref().unwrap_or_default()))
        }
    }
}

/// What a line says.
#[derive(Debug)]
pub(super) enum Line {
    /// The first one.
    Header(Header),
    /// A row of the table with this place in the order.
    Row(usize, Vec<Value>),
    /// The last one.
    End(End),
}

impl Line {
    /// Reads a line; `number` is told if it cannot be read.
    pub(super) fn read(number: u64, text: &[u8]) -> Result<Self, DumpError> {
        serde_json::from_slice(text).map_err(|error| DumpError::Line(number, error.to_string()))
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(OneMember)
    }
}

struct OneMember;

impl<'de> Visitor<'de> for OneMember {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a line of a dump")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
        let line = match map.next_key_seed(Name)? {
            Some(Tag::Header) => Line::Header(map.next_value()?),
            Some(Tag::Table(place, table)) => Line::Row(place, map.next_value_seed(Members(&table.columns))?),
            Some(Tag::End) => Line::End(map.next_value()?),
            None => return Err(A::Error::custom("nothing is said")),
        };
        match map.next_key_seed(Name)? {
            None => Ok(line),
            Some(_) => Err(A::Error::custom("more than one thing is said")),
        }
    }
}

/// What the name of a line's only member stands for.
enum Tag {
    Header,
    Table(usize, &'static Table),
    End,
}

struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Tag;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Tag, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Tag;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a table")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Tag, E> {
        match name {
            Header::NAME => Ok(Tag::Header),
            End::NAME => Ok(Tag::End),
            _ => Table::find(name)
                .map(|(place, table)| Tag::Table(place, table))
                .ok_or_else(|| E::custom(format_args!("there is no table `{name}`"))),
        }
    }
}

/// Reads the members of a row, by the columns of its table.
struct Members<'t>(&'t [Column]);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<Value>, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Value>, A::Error> {
        let mut values: Vec<Value> = self.0.iter().map(|column| Value::none(column.kind)).collect();
        while let Some(column) = map.next_key_seed(Member(self.0))? {
            let place = self.0.iter().zip(&mut values).find(|(known, _)| known.name == column.name);
            if let Some((_, place)) = place {
                if !place.is_none() {
                    return Err(A::Error::custom(format_args!("`{}` is there twice", column.name)));
                }
                *place = map.next_value_seed(column)?;
            }
        }
        let mut cells = self.0.iter().zip(&values);
        match cells.find(|(column, value)| !column.is_optional && value.is_none()) {
            Some((column, _)) => Err(A::Error::custom(format_args!("`{}` is missing", column.name))),
            None => Ok(values),
        }
    }
}

/// The name of one of the columns.
struct Member<'t>(&'t [Column]);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Column;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Column, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Member<'_> {
    type Value = Column;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Column, E> {
        let column = self.0.iter().find(|column| column.name == name);
        column.copied().ok_or_else(|| E::custom(format_args!("there is no column `{name}`")))
    }
}

/// Reads a value of the column. There is one: what is none is left out.
impl<'de> DeserializeSeed<'de> for Column {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        Ok(match self.kind {
            Kind::Integer => Value::Integer(Some(i64::deserialize(from)?)),
            Kind::Bool => Value::Bool(Some(bool::deserialize(from)?)),
            Kind::Text => Value::Text(Some(String::deserialize(from)?)),
            Kind::Blob => {
                let bytes = BASE64.decode(String::deserialize(from)?.as_bytes());
                Value::Blob(Some(bytes.map_err(|_| D::Error::custom("not in base64"))?))
            }
        })
    }
}
