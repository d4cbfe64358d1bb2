//! Logs on standard error, by `RUST_LOG`, for programs that have set up no logger of their own.

/// Sets up `env_logger` unless there is a logger; `info` unless `RUST_LOG` says otherwise.
pub(super) fn init() {
    let env = env_logger::Env::default().default_filter_or("info");
    let _ = env_logger::Builder::from_env(env).try_init();
}
