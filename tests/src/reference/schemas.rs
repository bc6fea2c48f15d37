//! Compiled schemas, each made when it is first needed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::at;

type Compiled = Mutex<HashMap<String, Arc<Validator>>>;

/// The components' schemas as they are, and without what is required: `select` may leave anything out.
pub(super) struct Schemas {
    whole: Value,
    relaxed: Value,
    compiled: Compiled,
}

impl Schemas {
    pub(super) fn new(components: &Value) -> Self {
        let whole = json!({"schemas": at(components, "/schemas")});
        let mut relaxed = whole.clone();
        relax(&mut relaxed);
        Self { whole, relaxed, compiled: Mutex::default() }
    }

    /// Checks a value against a named schema.
    pub(super) fn check(&self, name: &str, is_relaxed: bool, value: &Value) -> Result<(), String> {
        let components = if is_relaxed { &self.relaxed } else { &self.whole };
        let validator = self.compiled(
            &format!("{name} {is_relaxed}"),
            || json!({"$ref": format!("#/components/schemas/{name}"), "components": components}),
        )?;
        valid(&validator, name, value)
    }

    /// Checks a value against a schema without a name, such as an array of named ones.
    pub(super) fn check_inline(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let whole = || json!({"allOf": [schema], "components": self.whole});
        let validator = self.compiled(&schema.to_string(), whole)?;
        valid(&validator, "the answer", value)
    }

    /// Checks the value of a header.
    pub(super) fn check_header(&self, name: &str, schema: &Value, value: &Value) -> Result<(), String> {
        let validator = self.compiled(&format!("header {name}"), || schema.clone())?;
        valid(&validator, name, value)
    }

    fn compiled(&self, key: &str, schema: impl FnOnce() -> Value) -> Result<Arc<Validator>, String> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(key) {
            return Ok(Arc::clone(validator));
        }
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
        let validator = Arc::new(options.build(&schema()).map_err(|error| format!("{key}: {error}"))?);
        compiled.insert(key.to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}

fn valid(validator: &Validator, name: &str, value: &Value) -> Result<(), String> {
    let Err(error) = validator.validate(value) else { return Ok(()) };
    Err(format!("{name}{}: {error:.600}", error.instance_path()))
}

fn relax(node: &mut Value) {
    match node {
        Value::Object(members) => {
            // A property may be called like this, and then it is an object.
            if members.get("required").is_some_and(Value::is_array) {
                members.remove("required");
            }
            members.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}
