//! Logs on standard error, by `RUST_LOG`, for programs that have set up no logger of their own.

/// Sets up `env_logger` unless there is a logger; `info` unless `RUST_LOG` says otherwise.
pub(super) fn init() {
    let env = env_logger::Env::default().default_filter_or("info");
    let mut logger = env_logger::Builder::from_env(env);
    // At level trace it writes each byte of each answer, and some answers hold tokens of users and webhooks.
    logger.filter_module("ureq_proto", log::LevelFilter::Debug);
    let _ = logger.try_init();
}
