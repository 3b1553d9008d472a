//! The forms that a report can be written in.

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A sheet as comma-separated values.
    Csv,
    /// The whole as JSON.
    Json,
    /// The whole as a workbook.
    Xlsx,
    /// The whole as a web page.
    Html,
    /// The whole as Markdown.
    Markdown,
    /// A sheet as Parquet.
    Parquet,
}

impl Form {
    /// The form that a file's name asks for.
    pub fn of_extension(extension: &str) -> Option<Form> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" => Form::Csv,
            "json" | "jsonl" => Form::Json,
            "xlsx" => Form::Xlsx,
            "html" | "htm" => Form::Html,
            "md" | "markdown" => Form::Markdown,
            "parquet" => Form::Parquet,
            _ => return None,
        })
    }

    /// Whether a terminal could make nothing of it.
    pub const fn is_binary(self) -> bool {
        matches!(self, Form::Xlsx | Form::Parquet)
    }

    /// Whether a file holds one sheet alone.
    pub const fn is_one_sheet(self) -> bool {
        matches!(self, Form::Csv | Form::Parquet)
    }
}
