"""The shapes in which the API writes people, servers, channels and messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.doubles.discord.places import Channel, Guild, Json, Kind, Message, Role, User


def stamp(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def user(one: User) -> Json:
    return {
        "id": str(one.id), "username": one.name.lower().replace(" ", "."), "global_name": None if one.bot else one.name,
        "discriminator": "4242" if one.bot else "0", "avatar": None, "bot": one.bot, "system": False, "flags": 0,
        "public_flags": 0, "banner": None, "accent_color": None, "avatar_decoration_data": None, "collectibles": None,
        "primary_guild": None, "clan": None,
    }  # fmt: skip


def me(one: User) -> Json:
    return {**user(one), "mfa_enabled": True, "verified": True, "email": None, "locale": "en-US"}


def member(guild: Guild, one: User, *, permissions: int | None = None, with_user: bool = True) -> Json:
    shape: Json = {
        "roles": [str(role) for role in sorted(guild.members.get(one.id, ())) if role != guild.id],
        "nick": None, "avatar": None, "banner": None, "premium_since": None, "pending": False, "flags": 0,
        "joined_at": stamp(guild.joined_at or datetime(2025, 1, 1, tzinfo=UTC)), "deaf": False, "mute": False,
        "communication_disabled_until": None, "unusual_dm_activity_until": None,
    }  # fmt: skip
    if with_user:
        shape["user"] = user(one)
    if permissions is not None:
        shape["permissions"] = str(permissions)
    return shape


def role(one: Role, position: int, bot: User | None = None) -> Json:
    shape = {
        "id": str(one.id), "name": one.name, "permissions": str(one.permissions), "color": 0, "colors": COLORS,
        "hoist": False, "icon": None, "unicode_emoji": None, "position": position, "managed": one.managed,
        "mentionable": one.mentionable, "flags": 0, "description": None,
    }  # fmt: skip
    if one.managed and bot is not None:
        shape["tags"] = {"bot_id": str(bot.id)}
    return shape


COLORS = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}


def roles(guild: Guild) -> list[Json]:
    return [role(one, place, guild.me) for place, one in enumerate(guild.roles.values())]


def guild(one: Guild) -> Json:
    """As GET has it; what the gateway adds is in ``created``."""
    return {
        "id": str(one.id), "name": one.name, "owner_id": str(one.owner.id), "icon": None, "splash": None,
        "discovery_splash": None, "banner": None, "description": None, "features": ["COMMUNITY", "NEWS"],
        "preferred_locale": one.locale, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "afk_timeout": 300,
        "afk_channel_id": None, "system_channel_id": str(one.greets.id) if one.greets else None,
        "system_channel_flags": 0, "rules_channel_id": None,
        "public_updates_channel_id": None, "safety_alerts_channel_id": None, "application_id": None,
        "max_members": 500000, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
        "premium_progress_bar_enabled": False, "premium_subscription_count": 0, "vanity_url_code": None,
        "nsfw": False, "emojis": [], "stickers": [], "roles": roles(one), "region": "deprecated",
        "max_presences": None, "widget_enabled": False, "widget_channel_id": None,
    }  # fmt: skip


def created(one: Guild, threads: list[Channel]) -> Json:
    """As GUILD_CREATE has it; without the intent for members, the bot's own alone."""
    tops = [channel(each) for each in one.channels if not each.is_thread]
    return {
        **guild(one), "joined_at": stamp(one.joined_at), "large": len(one.members) > 250, "unavailable": False,
        "member_count": len(one.members), "members": [member(one, one.me)], "channels": tops,
        "threads": [channel(each) for each in threads], "voice_states": [], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
    }  # fmt: skip


def channel(one: Channel, *, permissions: int | None = None, newly: bool = False) -> Json:
    last = one.messages[-1].id if one.messages else None
    shape: Json = {"id": str(one.id), "type": int(one.kind), "last_message_id": last and str(last), "flags": 0}
    if one.guild is None:
        shape["recipients"] = [user(each) for each in one.recipients]
        if one.kind is Kind.GROUP_DM:
            shape |= {"name": one.name or None, "owner_id": str(one.recipients[0].id), "icon": None}
        return shape
    shape |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": 0}
    shape["parent_id"] = str(one.parent.id) if one.parent is not None else None
    if permissions is not None:
        shape["permissions"] = str(permissions)
    if one.is_thread:
        return shape | _thread(one) | ({"newly_created": True} if newly else {})
    shape |= {
        "position": 0,
        "nsfw": False, "topic": one.topic or None,
        "permission_overwrites": [
            {"id": str(whom), "type": 0 if whom in one.guild.roles else 1, "allow": str(allow), "deny": str(deny)}
            for whom, (allow, deny) in one.overwrites.items()
        ],
    }  # fmt: skip
    if one.kind is Kind.VOICE:
        shape |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if one.kind is Kind.FORUM:
        shape |= {
            "flags": (1 << 4) * one.require_tag, "default_sort_order": None, "default_forum_layout": 0,
            "default_reaction_emoji": None, "template": "", "default_thread_rate_limit_per_user": 0,
            "available_tags": [
                {"id": str(tag.id), "name": tag.name, "moderated": tag.moderated, "emoji_id": None, "emoji_name": None}
                for tag in one.forum_tags
            ],
        }  # fmt: skip
    return shape


def _thread(one: Channel) -> Json:
    said = [each for each in one.messages if not each.system and each is not one.starter]
    shape: Json = {
        "owner_id": str(one.owner.id) if one.owner else "0",
        "message_count": len(said),
        "total_message_sent": len(one.messages), "member_count": len(one.thread_members), "bitrate": 64000,
        "user_limit": 0, "rtc_region": None,
        "thread_metadata": {
            "archived": one.archived, "archive_timestamp": stamp(one.archived_at or one.created_at),
            "auto_archive_duration": one.auto_archive, "locked": one.locked, "create_timestamp": stamp(one.created_at),
        },
    }  # fmt: skip
    if one.parent is not None and one.parent.kind is Kind.FORUM:
        shape["applied_tags"] = [str(tag) for tag in one.applied]
    if one.guild is not None and one.guild.me.id in one.thread_members:
        shape["member"] = {
            "id": str(one.id), "user_id": str(one.guild.me.id), "join_timestamp": stamp(one.created_at), "flags": 1,
            "muted": False, "mute_config": None,
        }  # fmt: skip
    return shape


def message(one: Message, *, shown: bool = True, event: bool = False) -> Json:
    """``shown``: with its content, which the bot sees of its own messages and of those that are meant for it."""
    called_users = [each for each in one.pings if isinstance(each, User)]
    called_roles = [each for each in one.pings if isinstance(each, Role)]
    shape: Json = {
        "id": str(one.id), "channel_id": str(one.channel.id), "author": user(one.author),
        "content": one.content if shown else "", "components": one.components if shown else [],
        "embeds": one.embeds if shown else [], "attachments": one.attachments if shown else [], "type": one.type,
        "timestamp": stamp(one.at), "edited_timestamp": stamp(one.edited_at), "flags": one.flags, "tts": False,
        "pinned": False, "mention_everyone": "everyone" in one.pings, "mentions": [user(each) for each in called_users],
        "mention_roles": [str(each.id) for each in called_roles],
    }  # fmt: skip
    guild_of = one.channel.guild
    if event and one.nonce is not None:
        shape["nonce"] = one.nonce
    if event and guild_of is not None:
        shape |= {"guild_id": str(guild_of.id), "member": member(guild_of, one.author, with_user=False)}
    if one.by_bot:
        shape["application_id"] = str(one.author.id)
    if one.metadata is not None:
        shape |= {"interaction_metadata": one.metadata, "webhook_id": str(one.author.id)}
    if one.reply_to is not None:
        shape["message_reference"] = reference(one.reply_to)
        shape["referenced_message"] = None if one.reply_to.deleted else message(one.reply_to, shown=shown)
    if one.thread is not None and not one.thread.deleted:
        shape["thread"] = channel(one.thread)
    return shape


def reference(one: Message) -> Json:
    shape: Json = {"type": 0, "message_id": str(one.id), "channel_id": str(one.channel.id)}
    return shape if one.channel.guild is None else {**shape, "guild_id": str(one.channel.guild.id)}


def application(bot: User, owner: User, guilds: int) -> Json:
    return {
        "id": str(bot.id), "name": bot.name, "icon": None, "description": "The day's papers.", "summary": "",
        "type": None, "bot": user(bot), "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64,
        "flags": 1 << 19, "owner": user(owner), "team": None, "approximate_guild_count": guilds, "hook": True,
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "is_monetized": False,
        "redirect_uris": [], "interactions_endpoint_url": None, "role_connections_verification_url": None, "tags": [],
        "event_webhooks_url": None, "event_webhooks_status": 1, "integration_types_config": {"0": {}, "1": {}},
    }  # fmt: skip


def partial_guild(one: Guild) -> Json:
    """As it stands in interactions."""
    return {"id": str(one.id), "locale": one.locale, "features": ["COMMUNITY", "NEWS"]}


def listed(one: Guild, bot: User) -> dict[str, Any]:
    """As it stands in the list of the bot's servers."""
    return {
        "id": str(one.id), "name": one.name, "icon": None, "banner": None, "owner": False,
        "permissions": str(one.permissions(bot)), "features": [],
    }  # fmt: skip
