//! What becomes of many calls: the global limit, purges and pages, what is refused here, who may look on, and who is first.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ito::Endpoints;
use ito::model::{Guild, Id, Message, Permissions, Timestamp, User};
use ito::rest::{Config, ErrorCode, ErrorKind, InteractionResponse, Place, Rest, Step};
use ito::sync::CloseFlag;

use super::server::{Reply, Server, ok, status};
use super::{GATEWAY, HALL, in_background, limited, rest};

const MISSING_ACCESS: &str = r#"{"message":"Missing Access","code":50001}"#;

#[test]
fn r03_no_second_ever_sees_51_calls() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let callers: Vec<_> = (0..30)
        .map(|caller| {
            let rest = rest.clone();
            in_background(move || {
                for call in 0..5 {
                    rest.create_message(Id::new(100 + caller * 5 + call)).content("x").send().unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.join().unwrap();
    }
    let mut at: Vec<Instant> = server.seen().iter().map(|seen| seen.at).collect();
    at.sort_unstable();
    assert_eq!(at.len(), 150);
    for window in at.windows(51) {
        let span = window[50] - window[0];
        assert!(span >= Duration::from_millis(990), "51 within {span:?}");
    }
}

#[test]
fn r11_a_list_of_2345_bans_is_three_calls() {
    let server = Server::start(|seen, _| {
        let after = seen.path.split("after=").nth(1).and_then(|rest| rest.split('&').next());
        let first: u64 = after.map_or(0, |after| after.parse().unwrap()) + 1;
        let bans = (first..=2345).take(1000);
        let bans: Vec<_> = bans.map(|id| format!(r#"{{"user":{{"id":"{id}"}},"reason":null}}"#)).collect();
        ok(&format!("[{}]", bans.join(",")))
    });
    let bans: Result<Vec<_>, _> = rest(&server).list_guild_bans(Id::<Guild>::new(1)).collect();
    let ids: HashSet<u64> = bans.unwrap().iter().map(|ban| ban.user.id.get()).collect();
    assert_eq!((ids.len(), server.seen().len()), (2345, 3));
}

#[test]
fn r16_a_refusal_has_its_code_and_the_places_of_what_is_wrong() {
    let body = r#"{"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"1":{"title":{"_errors":
        [{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}}}"#;
    let server = Server::start(move |_, before| match before {
        0 => status(400, body),
        1 => status(403, r#"{"message":"no","code":50013}"#),
        2 => status(404, r#"{"message":"no","code":10003}"#),
        _ => status(400, r#"{"message":"new","code":987654}"#),
    });
    let rest = rest(&server);
    let send = || rest.create_message(HALL).content("x").send().unwrap_err();
    let error = send();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, Some(ErrorCode::from(50_035))));
    assert_eq!(error.fields()[0].path, "embeds[1].title");
    assert!(error.to_string().contains("embeds[1].title"), "{error}");
    let error = send();
    assert!(error.is_missing_access() && error.code() == Some(ErrorCode::MissingPermissions), "{error}");
    assert!(send().is_not_found());
    assert_eq!(send().code().map(ErrorCode::value), Some(987_654), "a code that is not known is kept");
}

#[test]
fn r17_who_looks_on_sees_each_attempt_leave_and_come_back() {
    let server = Server::start(|_, before| match before {
        0 => status(503, ""),
        1 => limited("user", 0.2),
        _ => ok(GATEWAY),
    });
    let rest = rest(&server);
    assert_eq!(rest.latency(), None);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    rest.observe(move |attempt| notes.lock().unwrap().push(attempt.clone()));
    for _ in 0..18 {
        rest.fetch_gateway_bot().send().unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 40, "20 attempts, each before and after");
    assert!(seen.iter().all(|attempt| attempt.route == "GET /gateway/bot"));
    let statuses: Vec<u16> = seen
        .iter()
        .filter_map(|attempt| match attempt.step {
            Step::Answered { status, .. } => Some(status),
            _ => None,
        })
        .collect();
    assert_eq!(statuses[..3], [503, 429, 200]);
    assert_eq!(seen.iter().map(|attempt| attempt.number).take(6).collect::<Vec<_>>(), [1, 1, 2, 2, 3, 3]);
    assert!(seen[4].waited >= Duration::from_millis(190), "{:?}", seen[4]);
    assert!(rest.latency().is_some_and(|latency| latency < Duration::from_secs(5)));
}

#[test]
fn r18_what_was_refused_twice_in_a_channel_is_refused_here() {
    let server = Server::start(|seen, _| {
        if seen.path.contains("/7/") { status(403, MISSING_ACCESS) } else { ok(r#"{"id":"1"}"#) }
    });
    let rest = rest(&server);
    for sent in [1, 2, 2, 2] {
        let error = rest.create_message(HALL).content("x").send().unwrap_err();
        assert!(error.is_missing_access() && error.code() == Some(ErrorCode::MissingAccess), "{error}");
        assert_eq!(server.seen().len(), sent);
        assert_eq!(error.attempts() == 0, error.retry_after().is_some(), "{error}");
    }
    rest.create_message(Id::new(8)).content("x").send().unwrap();
    assert_eq!(rest.limits().invalid_answers, 2);
}

#[test]
fn r19_a_webhook_needs_no_bot() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let endpoints = Endpoints::new(&format!("http://{}/api/v10", server.address())).unwrap();
    let rest = Rest::new(endpoints, None, Config::default()).unwrap();
    rest.execute_webhook(Id::new(5), "t0ken").content("x").send().unwrap();
    let seen = server.seen();
    assert!(
        seen[0].path.starts_with("/api/v10/webhooks/5/t0ken") && seen[0].header("authorization").is_none()
    );
    assert!(!format!("{:?}", rest.limits()).contains("t0ken"));
}

#[test]
fn r22_a_purge_deletes_together_what_it_can_and_reports_both_parts() {
    let server = Server::start(|seen, _| match seen.path.as_str() {
        path if path.ends_with("/messages/5") => status(404, r#"{"message":"Unknown Message","code":10008}"#),
        path if path.ends_with("/messages/6") => status(500, "{}"),
        _ => status(204, ""),
    });
    let config = Config::default().max_retries(0).global_rate(1000);
    let rest = super::rest_with(&server, config);
    let now = u64::try_from(Timestamp::now().as_millis()).unwrap();
    let young = (0..210).map(|i| Id::<Message>::new(((now - 1_420_070_400_000 - 60_000) << 22) + i));
    let old = (1..=40).map(Id::new);
    let purged = rest.purge_messages(HALL, old.chain(young)).reason("spam").send();
    assert_eq!((purged.together.len(), purged.singly.len(), purged.left()), (210, 39, 1));
    assert_eq!(purged.failed[0].0, [Id::new(6)]);
    let seen = server.seen();
    let together = seen.iter().filter(|seen| seen.path.ends_with("/bulk-delete"));
    assert_eq!((together.count(), seen.len()), (3, 43));
    assert!(seen.iter().all(|seen| seen.header("x-audit-log-reason") == Some("spam")));
    assert_eq!(seen[0].json()["messages"].as_array().unwrap().len(), 100);
}

#[test]
fn r22_any_number_of_bans_are_calls_of_200_and_reported_by_what_became_of_them() {
    let server =
        Server::start(|seen, before| {
            let users: Vec<String> = serde_json::from_value(seen.json()["user_ids"].clone()).unwrap();
            match before {
                0 => ok(&serde_json::json!({"banned_users": users[..198], "failed_users": users[198..]})
                    .to_string()),
                1 => status(500, r#"{"message":"Failed to ban users","code":500000}"#),
                2 => status(403, r#"{"message":"Missing Permissions","code":50013}"#),
                _ => ok(&serde_json::json!({"banned_users": users, "failed_users": []}).to_string()),
            }
        });
    let rest = super::rest_with(&server, Config::default().max_retries(0));
    let users = (1..=601).map(Id::<User>::new);
    let done = rest
        .ban_users(Id::new(1), users.clone().chain(users))
        .delete_messages(Duration::from_secs(60))
        .reason("raid")
        .send();
    assert_eq!((done.banned.len(), done.refused.len(), done.left()), (198 + 1, 2 + 200, 2 + 200 + 200));
    assert_eq!((done.failed.len(), done.failed[0].0.len()), (1, 200));
    assert!(done.failed[0].1.is_missing_access(), "{:?}", done.failed);
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    for seen in &seen {
        assert_eq!(seen.header("x-audit-log-reason"), Some("raid"));
        assert_eq!(seen.json()["delete_message_seconds"], 60);
    }
    let flag = CloseFlag::new();
    flag.set();
    let done = rest.ban_users(Id::new(1), (1..=300).map(Id::new)).ended_by(&flag).send();
    assert_eq!((done.failed.len(), done.left(), server.seen().len()), (1, 300, 4), "the rest is not tried");
}

#[test]
fn reactions_are_added_in_order_until_one_fails() {
    let server = Server::start(|_, before| match before {
        0..3 | 5.. => status(204, ""),
        _ => status(400, r#"{"message":"Unknown Emoji","code":10014}"#),
    });
    let rest = rest(&server);
    rest.create_reactions(HALL, Id::new(1), ["1", "2", "3"]).send().unwrap();
    let error = rest.create_reactions(HALL, Id::new(1), ["4", "5"]).send().unwrap_err();
    assert_eq!(error.code().map(ErrorCode::value), Some(10_014));
    let seen = server.seen();
    let emojis: Vec<&str> = seen.iter().filter_map(|seen| seen.path.split('/').nth(8)).collect();
    assert_eq!(emojis, ["1", "2", "3", "4"]);
}

#[test]
fn a_search_waits_for_its_index_as_long_as_it_may() {
    let wait = |seconds: f64| {
        status(
            202,
            &format!(
                r#"{{"message":"Index not yet available","code":110000,"documents_indexed":0,"retry_after":{seconds}}}"#
            ),
        )
    };
    let server = Server::start(move |_, before| match before {
        0..2 => wait(0.0),
        2 => ok(r#"{"total_results":3,"messages":[]}"#),
        _ => wait(30.0),
    });
    let rest = rest(&server);
    let search = || rest.search_guild_messages(Id::new(1)).content("tea");
    assert_eq!(search().send().unwrap_err().status(), Some(202), "it does not wait unless told to");
    let found = search().wait_for_index(Duration::from_secs(20)).send().unwrap();
    assert_eq!((found.total_results, server.seen().len()), (3, 3));
    let begun = Instant::now();
    let error = search().wait_for_index(Duration::from_secs(20)).send().unwrap_err();
    assert_eq!((error.status(), error.retry_after()), (Some(202), Some(Duration::from_secs(30))));
    assert!(begun.elapsed() < Duration::from_secs(20), "it would be too late");

    let (other, flag) = (rest.clone(), CloseFlag::new());
    let its = flag.clone();
    let call = in_background(move || {
        let search = other.search_guild_messages(Id::new(1)).wait_for_index(Duration::from_secs(300));
        search.ended_by(&its).send().unwrap_err()
    });
    server.wait_seen(5);
    flag.set();
    assert_eq!(call.join().unwrap().kind(), ErrorKind::Ended);
}

#[test]
fn a_call_for_which_a_permission_is_missing_is_not_sent() {
    let server = Server::start(|_, _| ok(r#"{"id":"1"}"#));
    let rest = rest(&server);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let places = asked.clone();
    rest.check_permissions(move |place| {
        places.lock().unwrap().push(place);
        match place {
            Place::Channel(channel) if channel == HALL => {
                Some(Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY)
            }
            Place::Guild(_) => Some(Permissions::KICK_MEMBERS),
            _ => None,
        }
    });
    let guild = Id::<Guild>::new(1);
    let error = rest.create_message(HALL).content("x").send().unwrap_err();
    assert_eq!(error.missing_permissions(), Some(Permissions::SEND_MESSAGES));
    assert!(error.is_missing_access() && error.attempts() == 0);
    let text = "POST /channels/{channel.id}/messages: not sent, since the bot lacks SEND_MESSAGES in channel 7 (status 403, code 50013)";
    assert_eq!(error.to_string(), text);
    let error = rest.bulk_guild_ban(guild, [Id::new(2)]).send().unwrap_err();
    assert!(error.to_string().contains("lacks BAN_MEMBERS and MANAGE_GUILD in guild 1"), "{error}");
    assert!(server.seen().is_empty());

    rest.fetch_message(HALL, Id::new(1)).send().unwrap();
    rest.delete_guild_member(guild, Id::new(2)).send().unwrap();
    rest.create_message(Id::new(8)).content("who knows").send().unwrap();
    rest.delete_message(HALL, Id::new(1)).send().unwrap();
    assert_eq!(server.seen().len(), 4);
    assert_eq!(asked.lock().unwrap().len(), 5, "of a deletion the message decides");
}

#[test]
fn r23_an_answer_to_an_interaction_passes_400_that_wait_and_a_close_frees_them() {
    let server = Server::start(|seen, _| {
        if seen.path.contains("interactions") { status(204, "") } else { limited("user", 250.0) }
    });
    let rest = rest(&server);
    let callers: Vec<_> = (0..400)
        .map(|_| {
            let rest = rest.clone();
            in_background(move || rest.create_message(HALL).content("x").send().unwrap_err().kind())
        })
        .collect();
    server.wait_seen(1);
    let until = Instant::now() + Duration::from_secs(20);
    while rest.limits().waiting < 400 {
        assert!(Instant::now() < until, "all of them wait: {:?}", rest.limits());
        std::thread::yield_now();
    }
    assert!(rest.create_message(HALL).content("x").eta() > Duration::from_secs(200));
    let answer = InteractionResponse::message("hi");
    rest.create_interaction_response(Id::new(5), "a-token", answer).send().unwrap();
    assert_eq!(server.seen().len(), 2);
    let closed = Instant::now();
    rest.close();
    for caller in callers {
        assert_eq!(caller.join().unwrap(), ErrorKind::Closed);
    }
    let took = closed.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!((server.seen().len(), rest.limits().waiting), (2, 0), "none was sent");
}

#[test]
fn r09_a_call_is_ended_by_its_own_flag_and_not_sent() {
    let server = Server::start(|_, _| limited("user", 250.0));
    let rest = rest(&server);
    let flag = CloseFlag::new();
    let (other, its) = (rest.clone(), flag.clone());
    let call =
        in_background(move || other.create_message(HALL).content("x").ended_by(&its).send().unwrap_err());
    let (other, its) = (rest.clone(), CloseFlag::new());
    let stays =
        in_background(move || other.create_message(HALL).content("y").ended_by(&its).send().unwrap_err());
    server.wait_seen(1);
    flag.set();
    let error = call.join().unwrap();
    assert_eq!(error.kind(), ErrorKind::Ended, "{error}");
    assert!(!rest.is_closed() && server.seen().len() == 1);
    rest.close();
    assert_eq!(stays.join().unwrap().kind(), ErrorKind::Closed);
}

#[test]
fn a_ban_page_without_a_time_holds_everything_for_a_while() {
    let server = Server::start(|_, before| match before {
        0 => Reply::Answer(
            429,
            vec![("Content-Type", "text/html".into())],
            "<html>error code: 1015</html>".into(),
        ),
        _ => ok(r#"{"id":"1"}"#),
    });
    let rest = rest(&server);
    let started = Instant::now();
    rest.create_message(HALL).content("x").send().unwrap();
    assert!(started.elapsed() >= Duration::from_millis(900), "{:?}", started.elapsed());
}
