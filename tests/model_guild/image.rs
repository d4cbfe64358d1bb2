//! The addresses of images, row by row of Discord's table.

use ito::model::{Id, Image, ImageError, ImageFormat, ImageHash, StickerFormatType};

#[track_caller]
fn check(image: &Image, address: &str) {
    assert_eq!(image.to_string(), format!("https://cdn.discordapp.com/{address}"));
}

fn still() -> ImageHash {
    ImageHash::new("1269e74af4df7417b13759eae50c83dc")
}

fn moving() -> ImageHash {
    ImageHash::new("a_1269e74af4df7417b13759eae50c83dc")
}

#[test]
fn each_documented_path_has_its_function() {
    let hash = &still();
    let end = "1269e74af4df7417b13759eae50c83dc.png";
    check(&Image::emoji(Id::new(1), false), "emojis/1.webp");
    check(&Image::guild_icon(Id::new(1), hash), &format!("icons/1/{end}"));
    check(&Image::guild_splash(Id::new(1), hash), &format!("splashes/1/{end}"));
    check(&Image::guild_discovery_splash(Id::new(1), hash), &format!("discovery-splashes/1/{end}"));
    check(&Image::guild_banner(Id::new(1), hash), &format!("banners/1/{end}"));
    check(&Image::user_banner(Id::new(1), hash), &format!("banners/1/{end}"));
    check(&Image::user_avatar(Id::new(1), hash), &format!("avatars/1/{end}"));
    check(&Image::member_avatar(Id::new(1), Id::new(2), hash), &format!("guilds/1/users/2/avatars/{end}"));
    check(&Image::avatar_decoration(hash), &format!("avatar-decoration-presets/{end}"));
    check(&Image::application_icon(Id::new(1), hash), &format!("app-icons/1/{end}"));
    check(&Image::application_cover(Id::new(1), hash), &format!("app-icons/1/{end}"));
    check(&Image::application_asset(Id::new(1), "2"), "app-assets/1/2.png");
    check(&Image::achievement_icon(Id::new(1), 2, hash), &format!("app-assets/1/achievements/2/icons/{end}"));
    check(&Image::store_asset(Id::new(1), 2), "app-assets/1/store/2.png");
    check(&Image::sticker_pack_banner(2), "app-assets/710982414301790216/store/2.png");
    check(&Image::team_icon(Id::new(1), hash), &format!("team-icons/1/{end}"));
    check(&Image::role_icon(Id::new(1), hash), &format!("role-icons/1/{end}"));
    check(&Image::scheduled_event_cover(Id::new(1), hash), &format!("guild-events/1/{end}"));
    check(&Image::member_banner(Id::new(1), Id::new(2), hash), &format!("guilds/1/users/2/banners/{end}"));
    check(&Image::guild_tag_badge(Id::new(1), hash), &format!("guild-tag-badges/1/{end}"));
}

#[test]
fn the_default_avatar_follows_the_id_or_the_old_discriminator() {
    let user = Id::new(175_928_847_299_117_063);
    check(&Image::default_avatar(user, 0), &format!("embed/avatars/{}.png", (user.get() >> 22) % 6));
    check(&Image::default_avatar(user, 1337), "embed/avatars/2.png");
}

#[test]
fn a_sticker_comes_in_the_format_of_its_kind() {
    let sticker = |kind| Image::sticker(Id::new(1), kind);
    check(&sticker(StickerFormatType::Png), "stickers/1.png");
    check(&sticker(StickerFormatType::Lottie), "stickers/1.json");
    let gif = sticker(StickerFormatType::Gif);
    assert_eq!(gif.to_string(), "https://media.discordapp.net/stickers/1.gif");
    assert_eq!(gif.size(64), Err(ImageError::OneSize));
}

#[test]
fn an_image_moves_where_its_hash_says_so_and_its_kind_allows_it() -> Result<(), ImageError> {
    let end = "a_1269e74af4df7417b13759eae50c83dc";
    let icon = Image::guild_icon(Id::new(1), &moving());
    assert!(icon.is_animated());
    check(&icon, &format!("icons/1/{end}.webp?animated=true"));
    check(&icon.clone().size(128)?, &format!("icons/1/{end}.webp?animated=true&size=128"));
    check(&icon.clone().format(ImageFormat::Gif)?, &format!("icons/1/{end}.gif"));
    check(&icon.format(ImageFormat::Png)?.size(16)?, &format!("icons/1/{end}.png?size=16"));

    let splash = Image::guild_splash(Id::new(1), &moving());
    assert!(!splash.is_animated());
    check(&splash, &format!("splashes/1/{end}.png"));

    check(&Image::emoji(Id::new(1), true), "emojis/1.webp?animated=true");
    Ok(())
}

#[test]
fn what_discord_does_not_offer_is_refused_with_what_it_does() {
    let icon = || Image::guild_icon(Id::new(1), &still());
    for size in [0, 8, 17, 100, 8192] {
        assert_eq!(icon().size(size), Err(ImageError::Size(size)));
    }
    for size in [16, 32, 64, 128, 256, 512, 1024, 2048, 4096] {
        assert!(icon().size(size).is_ok(), "{size}");
    }
    let refused = icon().format(ImageFormat::Gif).unwrap_err();
    assert_eq!(refused.to_string(), "this image does not come as .gif, only as .png .jpg .webp");
    assert!(Image::avatar_decoration(&still()).format(ImageFormat::WebP).is_err());
    assert_eq!(Image::default_avatar(Id::new(1), 0).size(64), Err(ImageError::OneSize));
}
