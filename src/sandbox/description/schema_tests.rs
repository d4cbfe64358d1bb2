//! Tests of the check against schemas.

use serde_json::{Value, json};

use super::Schemas;

fn faults(schema: Value, value: Value) -> Vec<String> {
    let document = json!({
        "schemas": {
            "Id": {"type": "string", "format": "snowflake"},
            "Button": {"type": "object", "properties": {"type": {"type": "integer", "enum": [2]}, "label": {"type": "string", "maxLength": 3}}, "required": ["type"]},
            "Text": {"type": "object", "properties": {"type": {"type": "integer", "enum": [10]}, "content": {"type": "string"}}, "required": ["type", "content"]},
        },
        "under test": schema,
    });
    let found = Schemas { document: &document }.faults(&document["under test"], &value, "");
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn types_are_told_apart_and_null_is_one_of_them() {
    let schema = || json!({"type": ["string", "null"]});
    assert_eq!(faults(schema(), json!("x")), [""; 0]);
    assert_eq!(faults(schema(), Value::Null), [""; 0]);
    assert_eq!(faults(schema(), json!(1)), ["the whole body should be string or null and is number"]);
    assert_eq!(faults(json!({"type": "integer"}), json!(1.5)).len(), 1);
}

#[test]
fn a_fault_has_its_pointer() {
    let schema = json!({"type": "object", "properties": {"list": {"type": "array", "maxItems": 2, "items": {"$ref": "#/schemas/Id"}}}});
    assert_eq!(faults(schema.clone(), json!({"list": ["1", 2]})), [""; 0]);
    assert_eq!(faults(schema.clone(), json!({"list": ["1", "x"]})), ["/list/1 \"x\" is no snowflake"]);
    assert_eq!(
        faults(schema.clone(), json!({"list": ["1", "2", "3"]})),
        ["/list 3 items, at most 2 are allowed"]
    );
    assert_eq!(faults(schema, json!({"lits": [], "a/b": 1})), ["/a~1b is not known", "/lits is not known"]);
}

#[test]
fn the_alternative_that_is_meant_names_the_fault() {
    let schema =
        || json!({"oneOf": [{"type": "null"}, {"$ref": "#/schemas/Button"}, {"$ref": "#/schemas/Text"}]});
    assert_eq!(faults(schema(), json!({"type": 10, "content": "x"})), [""; 0]);
    assert_eq!(
        faults(schema(), json!({"type": 2, "label": "long"})),
        ["/label 4 characters, at most 3 are allowed"]
    );
    assert_eq!(faults(schema(), json!({"type": 10})), ["/content is required"]);
    assert_eq!(faults(schema(), json!("x")).len(), 1);
}

#[test]
fn parts_of_one_thing_know_each_others_fields() {
    let schema = || {
        json!({"allOf": [
            {"anyOf": [{"$ref": "#/schemas/Button"}, {"$ref": "#/schemas/Text"}]},
            {"type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"]},
        ]})
    };
    assert_eq!(faults(schema(), json!({"type": 2, "file": ""})), [""; 0]);
    assert_eq!(faults(schema(), json!({"type": 2, "file": "", "content": ""})), ["/content is not known"]);
    assert_eq!(faults(schema(), json!({"type": 2})), ["/file is required"]);
}

#[test]
fn choices_limits_and_formats() {
    let choice =
        || json!({"type": "integer", "oneOf": [{"title": "A", "const": 1}, {"title": "B", "const": 2}]});
    assert_eq!(faults(choice(), json!(2)), [""; 0]);
    assert_eq!(faults(choice(), json!(3)), ["the whole body 3 is none of {1, 2}"]);
    assert_eq!(
        faults(json!({"type": "integer", "minimum": 1, "maximum": 5}), json!(6)),
        ["the whole body 6 is more than 5"]
    );
    assert_eq!(faults(json!({"type": "string", "format": "date-time"}), json!("yesterday")).len(), 1);
    assert_eq!(
        faults(json!({"type": "string", "format": "date-time"}), json!("2026-01-01T00:00:00+00:00")),
        [""; 0]
    );
    assert_eq!(
        faults(json!({"type": "object", "additionalProperties": {"type": "string"}}), json!({"de": 1})),
        ["/de should be string and is number"]
    );
    assert_eq!(faults(json!({"type": "array", "uniqueItems": true}), json!([1, 1])).len(), 1);
}

#[test]
fn where_the_description_is_wrong_the_documents_are_right() {
    let schema = || json!({"type": "object", "properties": {"permissions": {"type": ["integer", "null"]}}});
    assert_eq!(faults(schema(), json!({"permissions": "2048"})), [""; 0]);
    assert_eq!(faults(schema(), json!({"permissions": "all"})).len(), 1);
    let translated = || json!({"type": "object", "properties": {"default": {"type": "string", "maxLength": 3}}, "required": ["default"]});
    assert_eq!(faults(translated(), json!("abc")), [""; 0]);
    assert_eq!(faults(translated(), json!("abcd")).len(), 1);
    assert_eq!(faults(translated(), json!({"default": "abc"})), [""; 0]);
}
