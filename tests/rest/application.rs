//! Lists of applications and users, page by page, and calls that Discord's description lacks.

use ito::model::Id;
use ito::rest::Error;

use super::rest;
use super::server::{Seen, Server, ok};

/// The value of a number in the query of a request.
fn query(seen: &Seen, name: &str) -> Option<u64> {
    let (_, query) = seen.path.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.parse().unwrap())
}

/// Things with the ids 1 to 450, as Discord lists them: above `after` upwards, else below `before`, at most `limit`.
fn page(seen: &Seen) -> String {
    let limit = usize::try_from(query(seen, "limit").unwrap()).unwrap();
    let mut ids: Vec<u64> = match (query(seen, "after"), query(seen, "before")) {
        (_, Some(before)) => (1..before.min(451)).rev().take(limit).collect(),
        (after, None) => (after.unwrap_or(0) + 1..=450).take(limit).collect(),
    };
    ids.sort_unstable();
    let things: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    format!("[{}]", things.join(","))
}

fn check(list: impl Iterator<Item = Result<u64, Error>>, mut expected: Vec<u64>) {
    let mut ids = list.collect::<Result<Vec<u64>, Error>>().unwrap();
    ids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ids, expected);
}

#[test]
fn lists_are_fetched_page_by_page_in_both_directions() {
    let server = Server::start(|seen, _| ok(&page(seen)));
    let rest = rest(&server);
    let all: Vec<u64> = (1..=450).collect();
    check(rest.list_current_user_guilds().map(|guild| Ok(guild?.id.get())), all.clone());
    assert_eq!(server.seen().len(), 3, "200, 200 and 50");
    check(rest.list_entitlements(Id::new(7)).map(|right| Ok(right?.id.get())), all.clone());
    assert_eq!(server.seen().len(), 8, "four times 100, and 50");
    let list = rest.list_sku_subscriptions(Id::new(7)).user_id(Id::new(8));
    check(list.map(|subscription| Ok(subscription?.id.get())), all);
    assert!(server.seen()[8..].iter().all(|seen| query(seen, "user_id") == Some(8)));
    check(
        rest.list_current_user_guilds().before(Id::new(301)).map(|guild| Ok(guild?.id.get())),
        (1..=300).collect(),
    );
    let some = rest.list_entitlements(Id::new(7)).after(Id::new(20)).limit(130);
    check(some.map(|right| Ok(right?.id.get())), (21..=150).collect());
}

#[test]
fn what_an_application_sells_is_listed() {
    let server = Server::start(|_, _| ok(r#"[{"id":"1","type":5},{"id":"2","type":6}]"#));
    let skus = rest(&server).list_skus(Id::new(7)).send().unwrap();
    assert_eq!(skus.len(), 2);
    let seen = server.seen();
    assert_eq!((&*seen[0].method, &*seen[0].path), ("GET", "/api/v10/applications/7/skus"));
}
