//! The C++ OpenCC as reference engine.
