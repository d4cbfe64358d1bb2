//! Discord's own description of its API (OpenAPI), and a request against it (pure).

mod fault;
mod schema;

use serde_json::{Map, Value};

pub(super) use self::fault::{Fault, Kind};
use self::schema::Schemas;

/// A description that was read.
#[derive(Debug)]
pub(super) struct Description {
    document: Value,
}

/// One request, as far as it can be described.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    /// Parts of the path below the API's address.
    pub(super) path: &'a [&'a str],
    /// Names and values of the query, in order.
    pub(super) query: Vec<(String, String)>,
    /// The media type without its parameters; empty when there is no body.
    pub(super) media: &'a str,
    pub(super) json: &'a Value,
    /// Names of the parts that hold files.
    pub(super) files: Vec<&'a str>,
}

impl Description {
    /// Reads an `openapi.json`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let document: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if document["paths"].is_object() { Ok(Self { document }) } else { Err("it has no paths".into()) }
    }

    /// What does not fit; nothing when the path is not described.
    pub(super) fn faults(&self, asked: &Asked<'_>) -> Vec<Fault> {
        let Some(item) = self.item(asked.path) else { return Vec::new() };
        let operation = &item[asked.method.to_ascii_lowercase().as_str()];
        if operation.is_null() {
            return Vec::new();
        }
        let mut faults = self.query(item, operation, asked);
        faults.extend(self.body(operation, asked));
        faults
    }

    /// The path that is meant: of two that fit, the one with more fixed parts.
    fn item(&self, path: &[&str]) -> Option<&Value> {
        let fixed = |template: &str| -> Option<usize> {
            let parts: Vec<&str> = template.split('/').filter(|part| !part.is_empty()).collect();
            let fits = parts.len() == path.len()
                && parts.iter().zip(path).all(|(part, is)| part.starts_with('{') || part == is);
            fits.then(|| parts.iter().filter(|part| !part.starts_with('{')).count())
        };
        let paths = self.document["paths"].as_object()?.iter();
        let found = paths.filter_map(|(template, item)| Some((fixed(template)?, item)));
        found.max_by_key(|(fixed, _)| *fixed).map(|(_, item)| item)
    }

    fn query(&self, item: &Value, operation: &Value, asked: &Asked<'_>) -> Vec<Fault> {
        let all = [&item["parameters"], &operation["parameters"]];
        let described: Vec<&Value> =
            all.into_iter().filter_map(Value::as_array).flatten().filter(|p| p["in"] == "query").collect();
        let mut faults = Vec::new();
        for (name, _) in &asked.query {
            if !described.iter().any(|parameter| parameter["name"] == **name) {
                faults.push(Fault::new(&format!("?{name}"), Kind::Unknown, "is not known"));
            }
        }
        for parameter in described {
            let name = parameter["name"].as_str().unwrap_or_default();
            let given: Vec<&str> =
                asked.query.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect();
            let at = format!("?{name}");
            if !given.is_empty() {
                let value = self.of_texts(&parameter["schema"], &given);
                faults.extend(self.schemas().faults(&parameter["schema"], &value, &at));
            } else if parameter["required"] == true {
                faults.push(Fault::new(&at, Kind::Missing, "is required"));
            }
        }
        faults
    }

    fn body(&self, operation: &Value, asked: &Asked<'_>) -> Vec<Fault> {
        let content = &operation["requestBody"]["content"];
        if content.is_null() {
            let is_empty = asked.json.as_object().is_some_and(Map::is_empty) && asked.files.is_empty();
            return if is_empty {
                Vec::new()
            } else {
                vec![Fault::new("", Kind::Unknown, "is not expected")]
            };
        }
        let media = if asked.media.is_empty() { "application/json" } else { asked.media };
        let Some(described) = content.get(media) else {
            let known: Vec<&str> =
                content.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
            let what = format!("is {media} and should be {}", known.join(" or "));
            return vec![Fault::new("", Kind::Type, what)];
        };
        let mut value = asked.json.clone();
        if let Some(fields) = value.as_object_mut() {
            // Files of messages are not described wherever they may be.
            let described = self.schemas().properties(&described["schema"]);
            let files =
                asked.files.iter().filter(|part| described.contains(*part) || !part.starts_with("files["));
            fields.extend(files.map(|part| ((*part).to_owned(), Value::from(""))));
        }
        self.schemas().faults(&described["schema"], &value, "")
    }

    /// What the texts of a query mean where such a schema is.
    fn of_texts(&self, schema: &Value, texts: &[&str]) -> Value {
        let schema = self.schemas().resolve(schema);
        let one = |schema: &Value, text: &str| match schema["type"].as_str() {
            Some("integer" | "number") => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
            Some("boolean") => match text {
                "true" | "True" | "1" => true.into(),
                "false" | "False" | "0" => false.into(),
                _ => text.into(),
            },
            _ => text.into(),
        };
        match texts {
            [text] if schema["type"] != "array" => one(schema, text),
            _ => texts.iter().map(|text| one(self.schemas().resolve(&schema["items"]), text)).collect(),
        }
    }

    fn schemas(&self) -> Schemas<'_> {
        Schemas { document: &self.document }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn description() -> Description {
        let document = json!({"paths": {
            "/things/{id}": {"get": {"parameters": [
                {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 5}},
                {"in": "query", "name": "who", "required": true, "schema": {"type": "array", "items": {"type": "string", "format": "snowflake"}}},
            ]}},
            "/things/@me": {"post": {"requestBody": {"content": {"multipart/form-data": {"schema": {
                "type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"],
            }}}}}},
        }});
        Description::read(document.to_string().as_bytes()).unwrap()
    }

    fn faults(
        method: &str,
        path: &[&str],
        query: &[(&str, &str)],
        media: &str,
        files: &[&str],
    ) -> Vec<String> {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let asked = Asked { method, path, query, media, json: &json!({}), files: files.to_vec() };
        description().faults(&asked).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_query_is_checked_by_its_types() {
        let asked = |query| faults("GET", &["things", "7"], query, "", &[]);
        assert_eq!(asked(&[("who", "1"), ("who", "2"), ("limit", "5")]), [""; 0]);
        assert_eq!(
            asked(&[("who", "x"), ("limit", "many"), ("mood", "good")]),
            ["?mood is not known", "?limit should be integer and is string", "?who/0 \"x\" is no snowflake",]
        );
        assert_eq!(asked(&[]), ["?who is required"]);
    }

    #[test]
    fn a_form_is_checked_by_its_parts() {
        let asked = |media, files: &[&str]| faults("POST", &["things", "@me"], &[], media, files);
        assert_eq!(asked("multipart/form-data", &["file"]), [""; 0]);
        assert_eq!(asked("multipart/form-data", &["fil"]), ["/fil is not known", "/file is required"]);
        assert_eq!(asked("", &[]), ["the whole body is application/json and should be multipart/form-data"]);
    }

    #[test]
    fn what_is_no_description_is_refused() {
        assert!(Description::read(b"{").is_err());
        assert!(Description::read(b"{}").unwrap_err().contains("no paths"));
    }
}
