//! YAML as Jekyll reads it: merge keys are applied, and of a key that is given
//! twice the last one counts, where `serde_yaml` alone gives an error.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor},
};
use serde_yaml::{Mapping, Value};

/// A value without tags and merge keys.
pub(super) struct Lenient(pub(super) Value);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Lenient;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any YAML value")
    }

    fn visit_none<E>(self) -> Result<Lenient, E> {
        Ok(Lenient(Value::Null))
    }

    fn visit_unit<E>(self) -> Result<Lenient, E> {
        Ok(Lenient(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Lenient, E> {
        Ok(Lenient(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Lenient, E> {
        Ok(Lenient(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Lenient, E> {
        Ok(Lenient(value.into()))
    }

    // Ids of twenty digits: text, since nothing here counts with them.
    fn visit_i128<E>(self, value: i128) -> Result<Lenient, E> {
        Ok(Lenient(value.to_string().into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Lenient, E> {
        Ok(Lenient(value.to_string().into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Lenient, E> {
        Ok(Lenient(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Lenient, E> {
        Ok(Lenient(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Lenient, A::Error> {
        let mut sequence = Vec::new();
        while let Some(Lenient(item)) = items.next_element()? {
            sequence.push(item);
        }
        Ok(Lenient(Value::Sequence(sequence)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Lenient, A::Error> {
        let mut mapping = Mapping::new();
        while let Some((Lenient(key), Lenient(value))) = entries.next_entry()? {
            match value {
                Value::Mapping(merged) if key == "<<" => mapping.extend(merged),
                // The first of several wins.
                Value::Sequence(merged) if key == "<<" => {
                    merged.iter().rev().filter_map(Value::as_mapping).for_each(|merged| {
                        mapping.extend(merged.clone());
                    });
                }
                value => drop(mapping.insert(key, value)),
            }
        }
        Ok(Lenient(Value::Mapping(mapping)))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Lenient, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_reads(text: &str, plain: &str) {
        let Lenient(value) = serde_yaml::from_str(text).unwrap();
        assert_eq!(value, serde_yaml::from_str::<Value>(plain).unwrap());
    }

    #[test]
    fn merge_keys_are_applied() {
        assert_reads("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}", "{a: {x: 1, y: 2}, b: {x: 1, y: 3}}");
        assert_reads("<<: [{x: 1}, {x: 2, y: 2}]", "{x: 1, y: 2}");
        assert_reads("<<: text", "{'<<': text}");
    }

    #[test]
    fn of_a_key_given_twice_the_last_counts() {
        assert_reads("a: 1\nb: [{c: 1, c: 2}]\na: 3", "{a: 3, b: [{c: 2}]}");
    }

    #[test]
    fn values_are_read_without_their_tags() {
        assert_reads(
            "a: !ruby/regexp x\nb: !x [1.5, -1, true, ~]",
            "{a: x, b: [1.5, -1, true, ~]}",
        );
    }
}
