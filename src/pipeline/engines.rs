//! Engines of editions, made once for all texts that need the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::convert::{
    engine::Engine,
    regional::{self, Domains, Regional, Topic},
    variant::Variant,
};

type Made = HashMap<(Variant, Variant, Domains, Topic), Arc<Regional>>;

/// The engines that were made so far: what an engine needs for rare characters takes
/// longer to make than a post to convert. Clones share them.
#[derive(Clone, Default)]
pub(super) struct EngineCache(Arc<Mutex<Made>>);

impl EngineCache {
    /// The engine from `source` to `target` with the words of `domains`, for `text`;
    /// `None` where the text of one variant is the other's.
    pub(super) fn engine(
        &self,
        source: Variant,
        target: Variant,
        domains: Domains,
        text: &str,
    ) -> Option<Arc<dyn Engine>> {
        let topic = if domains.depend_on_topic() {
            regional::topic(text, source, target)
        } else {
            Topic::default()
        };
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (source, target, domains, topic);
        if let Some(engine) = made.get(&key) {
            return Some(engine.clone());
        }
        let engine = Arc::new(Regional::new(source, target, domains, topic)?);
        made.insert(key, engine.clone());
        Some(engine)
    }
}
