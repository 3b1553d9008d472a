//! A sheet as Parquet, for a warehouse: a typed column for each column, packed, a group of rows at a time. Where a
//! column holds no text, a figure that may not be told, or that does not exist, is null, and `<column>_why` says why;
//! in a column of text the word stands in its place. What the figures mean is in the file's own key-value pairs.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use jiff::civil::Date;

use crate::domain::book::{Book, Cell, Kind, Sheet};
use crate::domain::shown::Shown;
use crate::formats::export::cell::Cells;
use crate::formats::export::figure::for_programs;
use crate::formats::export::manner::{Manner, rfc3339};
use crate::formats::export::object::Object;
use crate::formats::export::rows::{Failed, Rows};

/// Rows that are in memory at a time.
const GROUP: usize = 32_768;

/// Writes one sheet of the book.
///
/// # Errors
///
/// Those of the file and of the rows.
pub fn write<W: Write + Send>(
    book: &Book,
    sheet: &Sheet,
    rows: &mut dyn Rows,
    manner: &Manner,
    out: W,
) -> Result<(), Failed> {
    // Nothing is run here: the words stay as they are.
    let manner = Manner { cells: Cells::Plain, ..manner.clone() };
    let mut columns: Vec<Column> = sheet.columns.iter().map(|column| Column::of(column.kind)).collect();
    let schema = Arc::new(schema(sheet)?);
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties(book, sheet, &manner)?))?;
    let mut held = 0;
    rows.each(sheet, &mut |row| {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.push(cell, &manner);
        }
        held += 1;
        if held == GROUP {
            held = 0;
            flush(&mut file, &mut columns)?;
        }
        Ok(())
    })?;
    if held > 0 {
        flush(&mut file, &mut columns)?;
    }
    file.close()?;
    Ok(())
}

fn properties(book: &Book, sheet: &Sheet, manner: &Manner) -> Result<WriterProperties, Failed> {
    let mut definitions = String::from("[");
    for (place, definition) in book.definitions.iter().enumerate() {
        if place > 0 {
            definitions.push(',');
        }
        let mut object = Object::open(&mut definitions);
        object.text("id", &Shown::line(&definition.id));
        object.text("name", &Shown::line(manner.say(&definition.name)));
        object.text("formula", &Shown::text(manner.say(&definition.formula)));
        object.close();
    }
    definitions.push(']');
    let notes: Vec<&str> = book.notes.iter().chain(&sheet.notes).map(|note| manner.say(note)).collect();
    let mut pairs = vec![
        ("aplomb.book", book.id.to_owned()),
        ("aplomb.sheet", sheet.id.to_owned()),
        ("aplomb.title", manner.say(&sheet.title).to_owned()),
        ("aplomb.as_of", rfc3339(book.as_of)),
        ("aplomb.notes", notes.join("\n")),
        ("aplomb.definitions", definitions),
    ];
    if let Some((first, last)) = book.period {
        pairs.push(("aplomb.period", format!("{first}/{last}")));
    }
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| KeyValue::new(key.to_owned(), Shown::text(&value).into_string()))
        .collect();
    Ok(WriterProperties::builder()
        .set_created_by(format!("aplomb {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_key_value_metadata(Some(pairs))
        .build())
}

fn schema(sheet: &Sheet) -> Result<Type, Failed> {
    let mut fields = Vec::with_capacity(sheet.columns.len() * 2);
    let mut field = |name: &str, physical, logical| -> Result<(), Failed> {
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
        Ok(())
    };
    for column in &sheet.columns {
        let (physical, logical) = match column.kind {
            Kind::Text | Kind::Key => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Count => (Physical::INT64, Some(LogicalType::integer(64, true))),
            Kind::Number(_) | Kind::Share | Kind::Score | Kind::Seconds => (Physical::DOUBLE, None),
            Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
            Kind::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        };
        field(column.id, physical, logical)?;
        if !column.kind.is_words() {
            field(&format!("{}_why", column.id), Physical::BYTE_ARRAY, Some(LogicalType::String))?;
        }
    }
    Ok(Type::group_type_builder("row").with_fields(fields).build()?)
}

/// Values of one column, and for each row whether it has one.
struct Values<T> {
    held: Vec<T>,
    there: Vec<i16>,
}

impl<T> Values<T> {
    fn new() -> Values<T> {
        Values { held: Vec::new(), there: Vec::new() }
    }

    fn push(&mut self, value: Option<T>) {
        self.there.push(i16::from(value.is_some()));
        self.held.extend(value);
    }
}

/// A column of the sheet, with the column of reasons beside it.
enum Column {
    Text(Values<ByteArray>),
    Whole(Values<i64>, Values<ByteArray>),
    Real(Values<f64>, Values<ByteArray>),
    Day(Values<i32>, Values<ByteArray>),
}

impl Column {
    fn of(kind: Kind) -> Column {
        match kind {
            Kind::Text | Kind::Key => Column::Text(Values::new()),
            Kind::Count | Kind::Instant => Column::Whole(Values::new(), Values::new()),
            Kind::Date => Column::Day(Values::new(), Values::new()),
            _ => Column::Real(Values::new(), Values::new()),
        }
    }

    fn push(&mut self, cell: &Cell, manner: &Manner) {
        let bytes = |text: String| ByteArray::from(text.into_bytes());
        let why = |there: bool| match (there, cell) {
            (true, _) | (_, Cell::Nothing) => None,
            // A word in a column of figures says why there is none.
            _ => Some(bytes(cell.reason().map_or_else(|| for_programs(cell, manner), str::to_owned))),
        };
        match self {
            Column::Text(texts) => {
                texts.push((*cell != Cell::Nothing).then(|| bytes(for_programs(cell, manner))));
            }
            Column::Whole(values, reasons) => {
                let value = match cell {
                    Cell::Count(count) => i64::try_from(*count).ok(),
                    Cell::Instant(micros) => Some(*micros),
                    _ => None,
                };
                reasons.push(why(value.is_some()));
                values.push(value);
            }
            Column::Real(values, reasons) => {
                let value = match cell {
                    Cell::Number(value) | Cell::Measured(value, _) if value.is_finite() => Some(*value),
                    Cell::Count(count) => Some(*count as f64),
                    _ => None,
                };
                reasons.push(why(value.is_some()));
                values.push(value);
            }
            Column::Day(values, reasons) => {
                let value = match cell {
                    Cell::Date(date) => days(*date),
                    _ => None,
                };
                reasons.push(why(value.is_some()));
                values.push(value);
            }
        }
    }
}

/// Days since 1970-01-01.
fn days(date: Date) -> Option<i32> {
    let epoch = Date::new(1970, 1, 1).ok()?;
    Some(epoch.until((jiff::Unit::Day, date)).ok()?.get_days())
}

/// Writes what the columns hold as a group of rows, and empties them.
fn flush<W: Write + Send>(file: &mut SerializedFileWriter<W>, columns: &mut [Column]) -> Result<(), Failed> {
    let mut group = file.next_row_group()?;
    for column in columns {
        match column {
            Column::Text(values) => put::<W, ByteArrayType>(&mut group, values)?,
            Column::Whole(values, reasons) => {
                put::<W, Int64Type>(&mut group, values)?;
                put::<W, ByteArrayType>(&mut group, reasons)?;
            }
            Column::Real(values, reasons) => {
                put::<W, DoubleType>(&mut group, values)?;
                put::<W, ByteArrayType>(&mut group, reasons)?;
            }
            Column::Day(values, reasons) => {
                put::<W, Int32Type>(&mut group, values)?;
                put::<W, ByteArrayType>(&mut group, reasons)?;
            }
        }
    }
    group.close()?;
    Ok(())
}

fn put<W: Write + Send, D: DataType>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Values<D::T>,
) -> Result<(), Failed> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<D>().write_batch(&values.held, Some(&values.there), None)?;
        column.close()?;
    }
    values.held.clear();
    values.there.clear();
    Ok(())
}

impl From<ParquetError> for Failed {
    fn from(error: ParquetError) -> Failed {
        match error {
            ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(error) => Failed::Io(*error),
                Err(other) => Failed::Writer(other.to_string()),
            },
            other => Failed::Writer(other.to_string()),
        }
    }
}
