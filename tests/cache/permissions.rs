//! Permissions from the cache: those that Discord's rules give, over many random guilds.

use std::sync::Arc;
use std::time::Instant;

use fastrand::Rng;
use ito::cache::{Cache, CacheSettings};
use ito::event::{Event, GuildCreate};
use ito::model::{
    Access, Channel, ChannelType, Guild, Id, Member, Overwrite, OverwriteType, Permissions, Role, Timestamp,
    User,
};

#[test]
fn c10_over_ten_thousand_random_guilds_they_are_what_the_models_say() {
    let mut random = Rng::with_seed(10);
    let cache = Cache::new(CacheSettings::default()).unwrap();
    let (now, mut compared, mut kinds) = (Timestamp::now(), 0, std::collections::BTreeSet::new());
    for number in 1..=10_000 {
        let guild = anything(&mut random, number << 22);
        cache.update(&Event::GuildCreate(Arc::new(GuildCreate(guild.clone()))), Instant::now());
        let member = &guild.members[random.usize(..guild.members.len())];
        let user = member.user.as_ref().unwrap().id;
        let access = Access::new(&guild, user, member, now);
        assert_eq!(cache.guild(guild.id).unwrap().permissions(user), Some(access.in_guild()), "{guild:?}");
        for channel in &guild.channels {
            let expected = access.in_channel(channel);
            assert_eq!(cache.permissions_in(channel.id, user), Some(expected), "{guild:?}");
            kinds.insert(expected.bits());
            compared += 1;
        }
        for thread in &guild.threads {
            let parent = guild.channels.iter().find(|it| Some(it.id) == thread.parent_id).unwrap();
            assert_eq!(cache.permissions_in(thread.id, user), Some(access.in_thread(parent)), "{guild:?}");
        }
    }
    assert_eq!(cache.guilds().len(), 10_000);
    assert!(compared > 10_000 && kinds.len() > 200, "{compared} comparisons of {} kinds", kinds.len());
}

/// A guild with roles, overwrites, an owner, and somebody in a timeout, as chance will have it.
fn anything(random: &mut Rng, id: u64) -> Guild {
    let mut guild = Guild::default();
    guild.id = Id::new(id);
    let permissions =
        |random: &mut Rng| Permissions::from_bits_retain(random.u64(..) & random.u64(..) & 0xFFFF_FFFF);
    for at in 0..random.u64(1..5) {
        let mut role = Role::default();
        (role.id, role.permissions) = (Id::new(id + at), permissions(random) - Permissions::ADMINISTRATOR);
        if at > 0 && random.u8(..12) == 0 {
            role.permissions |= Permissions::ADMINISTRATOR;
        }
        guild.roles.push(role);
    }
    for at in 1..4 {
        let mut member = Member::default();
        let mut user = User::default();
        (user.id, user.name) = (Id::new(id + 100 + at), format!("user{at}"));
        member.user = Some(user);
        member.roles = guild.roles.iter().skip(1).map(|role| role.id).filter(|_| random.bool()).collect();
        if random.u8(..8) == 0 {
            member.communication_disabled_until = Some(Timestamp::from_micros(i64::MAX / 4));
        }
        guild.members.push(member);
    }
    guild.owner_id = Id::new(id + 100 + random.u64(1..12));
    for at in 0..random.u64(1..3) {
        let mut channel = Channel::default();
        channel.id = Id::new(id + 200 + at);
        for role in &guild.roles {
            overwrite(random, &mut channel, OverwriteType::Role, role.id.get());
        }
        for at in 1..4 {
            overwrite(random, &mut channel, OverwriteType::Member, id + 100 + at);
        }
        guild.channels.push(channel);
    }
    let mut thread = Channel::default();
    (thread.id, thread.kind) = (Id::new(id + 300), ChannelType::PublicThread);
    thread.parent_id = Some(guild.channels[0].id);
    guild.threads.push(thread);
    guild
}

fn overwrite(random: &mut Rng, channel: &mut Channel, kind: OverwriteType, of: u64) {
    if random.bool() {
        let mut overwrite = Overwrite::default();
        (overwrite.id, overwrite.kind) = (Id::new(of), kind);
        overwrite.allow = Permissions::from_bits_retain(random.u64(..) & random.u64(..) & 0xFFFF_FFFF);
        overwrite.deny = Permissions::from_bits_retain(random.u64(..) & random.u64(..) & 0xFFFF_FFFF);
        channel.permission_overwrites.push(overwrite);
    }
}
