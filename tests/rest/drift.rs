//! Answers that do not fit their type in places: the rest is given, and the places are counted.

use ito::model::{Guild, Id};

use super::server::{Server, ok};
use super::{HALL, rest};

const HALF: &str = r#"[{"id":"1","content":"one","tts":"no"},{"id":"2","content":"two","tts":7,"author":{"id":"3","flags":[]}}]"#;

#[test]
fn a_place_of_an_answer_that_does_not_fit_is_counted_by_its_own_handle() {
    let server = Server::start(|seen, _| {
        ok(if seen.path.contains("/messages") { HALF } else { r#"{"guild_join_requests":{}}"# })
    });
    let (asked, idle) = (rest(&server), rest(&server));
    for _ in 0..2 {
        let messages = asked.list_messages(HALL).limit(2).collect::<Result<Vec<_>, _>>().unwrap();
        let contents = messages.iter().map(|message| &*message.content).collect::<Vec<_>>();
        assert_eq!((contents, messages[1].author.id), (vec!["one", "two"], Id::new(3)));
    }
    let none = asked.list_guild_join_requests(Id::<Guild>::new(9)).count();
    assert_eq!(none, 0);
    let expected = [
        "JoinRequests/guild_join_requests held an object (1)",
        "Vec<Message>/*/author/flags held a list (2)",
        "Vec<Message>/*/tts held a string (4)",
    ];
    assert_eq!(asked.clone().drift().to_string().lines().collect::<Vec<_>>(), expected);
    assert!(idle.drift().is_empty() && idle.drift().to_string() == "everything has fitted its type");
}
