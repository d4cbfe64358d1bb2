//! What is sold month by month, and the application itself.

use ito::Token;
use ito::model::{Id, OAuth2Scope, SubscriptionStatus};
use ito::rest::{Config, Rest};
use ito::sandbox::Sandbox;

use crate::bot;

#[test]
fn a_subscription_is_seen_until_it_is_cancelled_and_after() {
    let discord = Sandbox::start().unwrap();
    let (rest, club, other) = (bot(&discord), discord.sells_subscription("Club"), discord.sells("Tea"));
    let (ada, grace) = (discord.user("ada"), discord.user("grace"));
    let id = Id::new(ada.subscribes(club));
    grace.subscribes(club);
    let (club, user) = (Id::new(club), Id::new(ada.id()));
    let of = |sku| {
        let found = rest.list_sku_subscriptions(sku).user_id(user);
        found.map(|one| one.unwrap().id).collect::<Vec<_>>()
    };
    assert_eq!((of(club), of(Id::new(other))), (vec![id], vec![]));
    assert!(rest.list_sku_subscriptions(club).next().unwrap().is_err(), "a bot says of whom");
    let one = rest.fetch_sku_subscription(club, id).send().unwrap();
    assert_eq!((one.user_id, one.status, one.sku_ids), (user, SubscriptionStatus::Active, vec![club]));
    assert!(one.current_period_end > one.current_period_start);
    let entitlement = one.entitlement_ids[0];
    let application = Id::new(discord.bot_id());
    assert_eq!(rest.fetch_entitlement(application, entitlement).send().unwrap().user_id, Some(user));
    ada.cancels(id.get());
    let one = rest.fetch_sku_subscription(club, id).send().unwrap();
    assert_eq!((one.status, one.canceled_at.is_some()), (SubscriptionStatus::Ending, true));

    let token = Token::new(&ada.authorizes([OAuth2Scope::Identify])).unwrap();
    let hers = Rest::bearer(discord.endpoints(), token, Config::default()).unwrap();
    assert_eq!(hers.list_sku_subscriptions(club).map(|one| one.unwrap().id).collect::<Vec<_>>(), [id]);
    let entitlements = hers.list_current_user_entitlements(application).send().unwrap();
    assert_eq!(entitlements.iter().map(|one| one.id).collect::<Vec<_>>(), [entitlement]);
}

#[test]
fn what_is_changed_of_the_application_stays() {
    let discord = Sandbox::start().unwrap();
    let rest = bot(&discord);
    rest.edit_current_application().description("Tea for all").tags(["tea".to_owned()]).send().unwrap();
    let known = rest.fetch_current_application().send().unwrap();
    assert_eq!((known.description.as_str(), known.tags), ("Tea for all", vec!["tea".to_owned()]));
    assert_eq!(rest.fetch_application(known.id).send().unwrap().description, "Tea for all");
    assert!(rest.fetch_activity_instance(known.id, "i-1").send().unwrap_err().is_not_found());
}
