/** The fields of a guild that Discord always sends and this simulator has nothing to say about. */

export const EMPTY_GUILD = {
  icon: null,
  splash: null,
  discovery_splash: null,
  description: null,
  banner: null,
  features: [],
  emojis: [],
  stickers: [],
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  vanity_url_code: null,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  mfa_level: 0,
  nsfw_level: 0,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: "en-US",
  incidents_data: null,
};

/** Only in GUILD_CREATE. */
export const EMPTY_LISTS = {
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
};
