//! Resources: from rows of members to the schemas of what is shown and what is sent.

use identity_core::id::IdShape;
use identity_core::list::{Kind, Registry};
use serde_json::{Map, Value, json};

use super::member::{Member, Shown, Type, Written};
use super::text;

/// A resource.
pub(crate) struct Object {
    /// Name of its schema; those of references, requests and lists are made from it.
    pub name: &'static str,
    /// Members, in the order of the contract.
    pub members: &'static [Member],
    /// What lists may be filtered and ordered by.
    pub fields: fn() -> Vec<Known>,
}

/// A field of a registry, whatever the rows are.
pub(crate) struct Known {
    /// Dotted path.
    pub path: &'static str,
    /// Type.
    pub kind: Kind,
    /// Whether filters may name it.
    pub is_filterable: bool,
    /// Whether `order` may name it.
    pub is_sortable: bool,
}

/// The fields of a registry.
pub(crate) fn known<V>(registry: &Registry<V>) -> Vec<Known> {
    let fields = registry.fields.iter();
    fields
        .map(|field| Known {
            path: field.path,
            kind: field.kind,
            is_filterable: field.is_filterable,
            is_sortable: field.is_sortable,
        })
        .collect()
}

/// Which side of the wire a schema describes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// An answer: closed, with what is always there.
    Answer,
    /// A reference in an answer.
    Reference,
    /// The body of a creation.
    Create,
    /// A partial body.
    Update,
}

/// A reference to a component.
pub(crate) fn component(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

impl Object {
    /// Adds the schemas of the resource to the components.
    pub(super) fn describe(&self, schemas: &mut Map<String, Value>) {
        let mut whole = object(self.members, Side::Answer);
        if let Some(properties) = whole.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("$meta".into(), component("Meta"));
        }
        schemas.insert(self.name.into(), whole);
        if self.members.iter().any(|member| member.is_shared && member.name != "id") {
            schemas.insert(format!("{}Reference", self.name), object(self.members, Side::Reference));
        }
        schemas.insert(
            format!("{}List", self.name),
            json!({
                "type": "object", "additionalProperties": false, "required": ["$meta", "data"],
                "properties": {
                    "$meta": component("ListMeta"),
                    "data": {"type": "array", "maxItems": identity_core::list::LIMIT_MAX, "items": component(self.name)},
                },
            }),
        );
    }
}

/// The schema of an object with these members.
pub(crate) fn object(members: &[Member], side: Side) -> Value {
    let seen: Vec<&Member> = members.iter().filter(|member| is_seen(member, side)).collect();
    let properties: Map<String, Value> =
        seen.iter().map(|member| (member.name.to_owned(), property(member, side))).collect();
    let required: Vec<&str> =
        seen.iter().filter(|member| is_needed(member, side)).map(|member| member.name).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if let Some(schema) = schema.as_object_mut() {
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        if matches!(side, Side::Answer | Side::Reference) {
            schema.insert("additionalProperties".into(), json!(false));
        }
    }
    schema
}

fn is_seen(member: &Member, side: Side) -> bool {
    match side {
        Side::Answer => member.shown != Shown::Never,
        Side::Reference => member.is_shared,
        Side::Create => member.written != Written::Never,
        Side::Update => member.written == Written::Always,
    }
}

fn is_needed(member: &Member, side: Side) -> bool {
    match side {
        Side::Answer | Side::Reference => member.shown == Shown::Always,
        Side::Create => member.is_required,
        Side::Update => false,
    }
}

fn property(member: &Member, side: Side) -> Value {
    let is_answer = matches!(side, Side::Answer | Side::Reference);
    let mut schema = schema(&member.kind, side);
    if !is_answer {
        if member.is_required {
            text::non_empty(&mut schema);
        } else {
            text::nullable(&mut schema);
        }
    }
    if member.is_reserved
        && !is_answer
        && let Some(schema) = schema.as_object_mut()
    {
        schema.insert("description".into(), json!("Only the operator may change it."));
    }
    schema
}

/// The schema of a type.
pub(crate) fn schema(kind: &Type, side: Side) -> Value {
    match kind {
        Type::Id(shapes) => text::id(shapes),
        Type::Path(pieces, end) => text::path(pieces, end),
        Type::Line(max) => text::line(*max),
        Type::Prose(max) => json!({"type": "string", "maxLength": max}),
        Type::Form(pattern, max) => json!({"type": "string", "pattern": pattern, "maxLength": max}),
        Type::Email(max) => json!({"type": "string", "format": "email", "maxLength": max}),
        Type::Password(min, max) => {
            json!({"type": "string", "format": "password", "minLength": min, "maxLength": max})
        }
        Type::Names(names) => json!({"type": "string", "enum": names()}),
        Type::Flag => json!({"type": "boolean"}),
        Type::Count(max) => json!({"type": "integer", "minimum": 0, "maximum": max}),
        Type::Moment if matches!(side, Side::Create | Side::Update) => text::sent_moment(),
        Type::Moment => text::moment(),
        Type::Part(members) => object(members, if side == Side::Reference { Side::Answer } else { side }),
        Type::Wide(members, object) if matches!(side, Side::Answer | Side::Reference) => {
            json!({"anyOf": [self::object(members, Side::Answer), component(object.name)]})
        }
        Type::Wide(members, _) => object(members, side),
        Type::Reference(object) => reference(object, side),
        Type::References(object, max) => {
            json!({"type": "array", "maxItems": max, "items": reference(object, side)})
        }
        Type::List(element, max) => {
            json!({"type": "array", "maxItems": max, "items": schema(element, side)})
        }
        Type::Component(name) => component(name),
    }
}

/// What stands for an object: its identifier in requests, its summary in answers, or the whole object where
/// `select` asks for members of it.
fn reference(object: &Object, side: Side) -> Value {
    match side {
        Side::Answer | Side::Reference => {
            json!({"anyOf": [component(&format!("{}Reference", object.name)), component(object.name)]})
        }
        Side::Create | Side::Update => {
            let id = object.members.iter().find(|member| member.name == "id");
            let shapes: &[IdShape] = match id.map(|member| member.kind) {
                Some(Type::Id(shapes)) => shapes,
                _ => &[],
            };
            json!({"type": "object", "required": ["id"], "properties": {"id": text::id(shapes)}})
        }
    }
}
