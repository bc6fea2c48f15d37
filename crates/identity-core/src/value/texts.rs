//! Members that are sent as an array of texts, or as one text.

/// What was sent; how one text is taken apart is for whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Texts {
    /// One text.
    One(String),
    /// An array of texts.
    Many(Vec<String>),
}
