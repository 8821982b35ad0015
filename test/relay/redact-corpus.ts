/**
 * Lines as games write them, with what is private marked: `«203.0.113.7|ip»` is to be shown as `[ip]`. Everything else
 * must stay. Secrets are made when the test runs, so that nobody takes them for real ones.
 */

const repeated = (text: string, length: number): string => text.repeat(length).slice(0, length);
const panelKey = `ptlc_${repeated("Ab3dEf9h", 43)}`;
const jwt = [
  "eyJ",
  repeated("hbGciOi9", 17),
  ".",
  repeated("eyJzdWI8", 30),
  ".",
  repeated("c2lnbmF0", 43),
].join("");
const botToken = [repeated("MTAx9Nz", 26), ".", repeated("Gh7xY", 6), ".", repeated("kLm4NoPq", 38)].join("");
const gslt = repeated("0A9B8C7D6E5F", 32);
const licence = ["cfxk_", repeated("a1B2c3D4", 20), "_", repeated("x9Y", 6)].join("");
const githubToken = ["gh", "p_", repeated("aB3dE5fG", 36)].join("");
const awsKey = ["AKI", "A", repeated("Z7Q4X2", 16)].join("");
const slackPath = ["T0", repeated("1A", 7), "/B0", repeated("2B", 7), "/", repeated("x9Yz", 24)].join("");
const sha1 = repeated("0a1b2c3d", 40);
const sha256 = repeated("9f8e7d6c", 64);
const md5 = repeated("d41d8cd9", 32);

export const corpus: Readonly<Record<string, readonly string[]>> = {
  minecraft: [
    "[12:00:01] [Server thread/INFO]: Steve[/«203.0.113.7|ip»:53412] logged in with entity id 256 at ([world]-12.5, 64.0, 301.3)",
    "[12:00:01] [Server thread/INFO]: Steve[/[«2001:db8:0:0:0:0:2:1|ip»]:53412] logged in with entity id 256 at (1.5, 64.0, 3.2)",
    "[12:00:01] [User Authenticator #1/INFO]: UUID of player Steve is 069a79f4-44e9-4726-a5be-fca90e38aaf5",
    "[12:00:01] [Server thread/INFO]: com.mojang.authlib.GameProfile@1b2c3d4[id=069a79f4-44e9-4726-a5be-fca90e38aaf5,name=Steve,properties={},legacy=false] (/«198.51.100.4|ip»:61234) lost connection: Disconnected",
    "[12:00:02] [Server thread/INFO]: /«198.51.100.4|ip»:61234 lost connection: Internal Exception: java.io.IOException",
    "[12:00:02] [Netty Server IO #3/INFO]: Disconnecting /«203.0.113.99|ip»:4711: Outdated client! Please use 1.20.4",
    "[12:00:02] [Server thread/INFO]: Starting minecraft server version 1.20.4",
    "[12:00:02] [Server thread/INFO]: This server is running Paper version git-Paper-496 (MC: 1.20.4) (Implementing API version 1.20.4-R0.1-SNAPSHOT) (Git: 7ac24a1 on ver/1.20.4)",
    "[12:00:02] [Server thread/INFO]: Starting Minecraft server on *:25565",
    "[12:00:02] [Server thread/INFO]: Starting Minecraft server on 0.0.0.0:25565",
    "[12:00:02] [Server thread/INFO]: Using epoll channel type",
    '[12:00:02] [Server thread/INFO]: Done (21.345s)! For help, type "help"',
    "[12:00:02] [Server thread/WARN]: Can't keep up! Is the server overloaded? Running 5023ms or 100 ticks behind",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /login «hunter2|hidden»",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /changepassword «old new|hidden»",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /unregister «hunter2|hidden»",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /authme changepassword Bob «hunter2|hidden»",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /authme:login «hunter2|hidden»",
    "[12:00:02] [Server thread/INFO]: [Geyser-Spigot] Player connected with username Bob (Bedrock 1.20.51.01)",
    "[12:00:02] [Worker-Main-1/INFO]: Basic protection is enabled, loading basic materials.json",
    "[12:00:02] [Server thread/INFO]: Steve issued server command: /tp -1024.5 71 2048.25",
    "[12:00:02] [Server thread/INFO]: [Steve: Teleported Steve to 12.500000, 64.000000, -133.750000]",
    "[12:00:02] [Server thread/INFO]: [Steve: Banned IP «203.0.113.7|ip»: griefing]",
    '[12:00:02] [Server thread/INFO]: The block at 12, 64, -33 has the following block data: {id: "minecraft:chest"}',
    "[12:00:02] [Server thread/INFO]: <Steve> my server is at 10:30, meet at 100 64 200",
    "[12:00:02] [Server thread/INFO]: <Steve> mail me: «steve.smith@mail.example.org|e-mail»",
    "[12:00:02] [Server thread/INFO]: <Steve> gg @everyone, see #general @ 20:15",
    "[12:00:02] [RCON Listener #1/INFO]: Thread RCON Client /«192.0.2.44|ip» started",
    "[12:00:02] [main/INFO]: Loading Minecraft 1.20.1 with Fabric Loader 0.15.7",
    "[12:00:02] [main/INFO]: \t- fabric-api 0.92.0+1.20.1",
    "[12:00:02] [main/INFO]: \t- cloth-config 11.1.118",
    "[12:00:02] [main/INFO]: Loading 87 mods: architectury 9.2.14, balm-fabric 7.2.2, create 0.5.1.6, jei 15.3.0.4, botarium 2.3.3",
    "[12:00:02] [main/INFO]: Found mod file jei-1.20.1-forge-15.3.0.4.jar of type MOD with provider net.minecraftforge.fml.loading.moddiscovery.ModsFolderLocator@4b2bac3f",
    "[12:00:02] [main/INFO]: ModLauncher 10.0.9+10.0.9+main.dcd20f30 starting: java version 17.0.10 by Eclipse Adoptium; OS Linux arch amd64 version 5.15.0-101",
    "[12:00:02] [main/INFO]: Forge mod loading, version 47.2.0, for MC 1.20.1 with MCP 20230612.114412",
    "[12:00:02] [main/DEBUG]: Module jei 15.3.0.4 (mods/jei.jar)",
    `[12:00:02] [main/INFO]: Checksum of server.jar is ${sha256}`,
    `[12:00:02] [main/INFO]: resource pack sha1 ${sha1}`,
    `[12:00:02] [Server thread/INFO]: [LuckPerms] file permissions.yml md5 ${md5} loaded`,
    "[12:00:02] [Server thread/INFO]: [Essentials] Loaded 31104 items from items.json.",
    "[12:00:02] [Server thread/INFO]: [WorldGuard] (world) Single session is enforced. Lag 20.0 TPS",
    "[12:00:02] [Server thread/INFO]: TPS from last 1m, 5m, 15m: 20.0, 19.98, 19.5",
    "[12:00:02] [Server thread/ERROR]: Could not connect to jdbc:mysql://«198.51.100.20|ip»:3306/mc as user mc (using password: YES)",
    "[12:00:02] [Server thread/ERROR]: redis://default:«p4ss-w0rd|hidden»@redis.example.com:6379/0 refused",
    "[12:00:02] [Server thread/INFO]: [DiscordSRV] [JDA] Login Successful! Connected as Bot#1234",
    `[12:00:02] [Server thread/WARN]: [DiscordSRV] BotToken: «"${botToken}"|hidden»`,
    `[12:00:02] [Server thread/WARN]: leaked «${botToken}|token» somewhere`,
    "\tat net.minecraft.server.MinecraftServer.tickServer(MinecraftServer.java:1456) ~[paper-1.20.4.jar:git-Paper-496]",
    "\tat java.base/java.lang.Thread.run(Thread.java:840) [?:?]",
    "Caused by: java.net.BindException: Address already in use: /0.0.0.0:25565",
    "Player skin url http://textures.minecraft.net/texture/3b60a1f6d562f52aaebbf1434f1de147933a3affe0e764fa49ea057536623cd3",
  ],
  valheim: [
    "01/05/2026 12:00:01: Got connection SteamID 76561198012345678",
    "01/05/2026 12:00:01: Got character ZDOID from Bjorn : -1234567890:1",
    "01/05/2026 12:00:01: Valheim version: l-0.217.46 (network version 27)",
    "01/05/2026 12:00:01: Server: New peer connected,sending global keys",
    "01/05/2026 12:00:01: DungeonDB Start 1234",
    "01/05/2026 12:00:01: Placed locations in zone 12,-7  duration 3.2 ms",
    '01/05/2026 12:00:01: Session "Midgard" with join code 123456 and IP «203.0.113.5|ip»:2456 is active with 1 player(s)',
    './valheim_server.x86_64 -name "Midgard" -port 2456 -world "Midgard" -password «"hunter two"|hidden» -public 1',
    "01/05/2026 12:00:01: Peer 76561198012345678 has wrong password",
    "[Message:   BepInEx] BepInEx 5.4.22.0 - valheim_server (1/5/2026 12:00:01 PM)",
    "[Error  : Unity Log] Could not load file or assembly 'System.IO, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089'",
    "01/05/2026 12:00:01: PlayFab party joined party «f81d4fae-7dec-11d0-a765-00a0c91e6bf6|keep» with network id 1234",
  ],
  rust: [
    "«203.0.113.7|ip»:61234/76561198012345678/Bob joined [linux/76561198012345678]",
    "Bob[76561198012345678/12345] has auth level 2",
    "[CHAT] Bob[76561198012345678] : raid at D12, 11:30",
    "[EAC] Kicking 76561198012345678 / Bob (Disconnected: timeout)",
    "Saved 12,345 ents, cache(0.05), write(0.02), disk(0.01).",
    "Command Line: -batchmode +server.port 28015 +rcon.port 28016 +rcon.password «hunter2|hidden» +server.identity main +server.seed 12345",
    "Checking for new Steam Item Definitions.. Server Version 2571.2.1.45",
    "Bradley at (123.45, 12.30, -456.78) destroyed",
    "Network Version 2571 / protocol 2571.264.1",
    "RCon: connection from «198.51.100.9|ip»:51122",
    'rcon.web = 1, rcon.password = «"hunter2"|hidden»',
  ],
  ark: [
    "[2026.01.05-12.00.01:123][  0]2026.01.05_12.00.01: Bob joined this ARK!",
    "[2026.01.05-12.00.01:123][  0]Log file open, 01/05/26 12:00:01",
    "[2026.01.05-12.00.01:123][  0]ARK Version: 358.24",
    "ArkAscendedServer.exe TheIsland_WP?listen?ServerPassword=«hunter2|hidden»?ServerAdminPassword=«hunter3|hidden»?Port=7777 -WinLiveMaxPlayers=20",
    "[2026.01.05-12.00.01:123][ 12]LogNet: NotifyAcceptedConnection: Name: TheIsland, TimeStamp: 01/05/26 12:00:01, [UNetConnection] RemoteAddr: «203.0.113.77|ip»:50123, Name: IpConnection_0",
    "[2026.01.05-12.00.01:123][ 12]LogPlayer: EOS id 0002a1b2c3d4e5f60718293a4b5c6d7e joined",
    "Commandline:  TheIsland?SessionName=my-server-1.2.3 -server -log",
    "Full Startup: 95.12 seconds (BP compile: 0.00 seconds) Number of cores 4",
  ],
  palworld: [
    "[2026-01-05 12:00:01] [LOG] Bob «203.0.113.7|ip» connected the server. (User id: steam_76561198012345678, Player id: 12345678000000000000000000000000)",
    "[2026-01-05 12:00:01] [CHAT] <Bob> x=-123456.7 y=98765.4",
    'OptionSettings=(Difficulty=None,ServerName="Pal",AdminPassword=«"hunter2"|hidden»,ServerPassword=«""|hidden»,PublicPort=8211,PublicIP="«203.0.113.5|ip»",RCONEnabled=True)',
    "Game version is v0.3.7.61992",
    "Running Palworld dedicated server on :8211",
    "Setting breakpad minidump AppID = 2394010",
    "Shutdown handler: initialize. Steam API 1.58 SteamClient020",
  ],
  factorio: [
    "   0.000 2026-01-05 12:00:01; Factorio 1.1.107 (build 62168, linux64, headless)",
    "   1.234 Info UDPSocket.cpp:28: Opening socket at (IP ADDR:({0.0.0.0:34197}))",
    "   2.345 Info ServerRouter.cpp:653: own address: IP ADDR:({«203.0.113.5|ip»:34197})",
    "  12.345 Refusing connection for address (IP ADDR:({«198.51.100.7|ip»:51234})), username (bob). UserVerificationMissing",
    "   1.100 Checksum of base: 1234567890",
    "   1.101 Loading mod space-exploration 0.6.124 (data.lua)",
    "2026-01-05 12:00:01 [JOIN] bob joined the game",
    "2026-01-05 12:00:01 [CHAT] bob: [gps=123,-456]",
    `   0.010 Info: username: bob, token: «${repeated("0f1e2d", 30)}|hidden»`,
    "   3.456 Info AuthServerConnector.cpp:479: Obtained serverPadlock for serverHash (q1W2e3R4t5Y6u7I8) from the auth server.",
  ],
  source: [
    'L 01/05/2026 - 12:00:01: "Bob<2><STEAM_1:0:12345678><>" connected, address "«203.0.113.7|ip»:27005"',
    'L 01/05/2026 - 12:00:01: "Bob<2><[U:1:24691357]><CT>" [-123 456 64] killed "Al<3><BOT><T>" [12 34 56] with "ak47"',
    'L 01/05/2026 - 12:00:01: rcon from "«198.51.100.9|ip»:51000": command "status"',
    'L 01/05/2026 - 12:00:01: server cvar "sv_password" = «"hunter2"|hidden»',
    "Protocol version 24089 [1.40.9.3/14093]",
    "version : 1.40.9.3/14093 10029 secure  public",
    "udp/ip  : «192.0.2.10|ip»:27015 (public «203.0.113.5|ip»:27015)",
    `sv_setsteamaccount «${gslt}|hidden»`,
    '# 2 "Bob" STEAM_1:0:12345678 05:12 45 0 active 196608 «203.0.113.7|ip»:27005',
    "map de_dust2 at: 0 x, 0 y, 0 z; tickrate 128.00",
    "SteamID [G:1:1234567] (90071992547409920). VAC secure mode is activated.",
    "rcon_password «hunter2|hidden»",
    'L 01/05/2026 - 12:00:01: rcon from "«198.51.100.9|ip»:51000": command "sv_password «hunter2|hidden»"',
    'L 01/05/2026 - 12:00:01: server_cvar: "sv_password" «"hunter2"|hidden»',
    'L 01/05/2026 - 12:00:01: server_cvar: "sv_password" "***PROTECTED***"',
    "sv_password «hunter2|hidden» // the one for members",
    "PatchVersion=1.40.9.3",
    "exe_version 1.1.2.7/Stdio",
  ],
  fivem: [
    "[    c-scripting-core] Creating script environments for chat",
    "[   citizen-server-impl] Authenticating with Nucleus... server id 123",
    `sv_licenseKey «"${licence}"|hidden»`,
    `set steam_webApiKey «"${gslt}"|hidden»`,
    `set mysql_connection_string "mysql://root:«hunter2|hidden»@localhost/es_extended?charset=utf8mb4"`,
    "[ script:es_extended] Player Bob (license:0a1b2c3d4e5f60718293a4b5c6d7e8f901234567) connected",
    "[ script:txAdminClient] ip:«203.0.113.7|ip» steam:110000104a1b2c3 discord:123456789012345678",
    "Server build 7290, artifacts v1.0.0.7290, game build 2944",
    "Started resource oxmysql (took 12.5 msec), v2.7.5",
    "vector3(-1037.58, -2738.21, 13.78) heading 329.39",
  ],
  terraria: [
    "Terraria Server v1.4.4.9",
    "Listening on port 7777",
    "«203.0.113.7|ip»:51234 is connecting...",
    "Bob has joined.",
    "Using TShock v5.2.0.0 (Hopefully SSC works somewhere)",
    "[TShock] Bob (account: bob) executed: /login «bob hunter2|hidden»",
    "[TShock] Bob (account: bob) executed: /password «hunter2 hunter3.|hidden»",
    "[TShock] Al (account: al) executed: /user add bob «hunter2 default.|hidden»",
    "Bob from '«203.0.113.7|ip»' group default has joined. (1/8)",
    "Server password: «hunter2|hidden»",
    "tModLoader v2024.3.1.0, Mods: CalamityMod v2.0.4.2, MagicStorage v0.6.0.5",
  ],
  anyone: [
    `XGS key «${panelKey}|token» is used`,
    `session «${jwt}|token» renewed`,
    `Authorization: Bearer «${repeated("a1.b2-c3", 24)}|token»`,
    `cloning with «${githubToken}|token» from github.com/x/y.git`,
    `aws_access_key_id: «${awsKey}|token»`,
    `posting to https://hooks.slack.com/services/«${slackPath}|token»`,
    "listening on [::]:8080, [::1]:9090 and 127.0.0.1:3000",
    "dns «2001:db8::53|ip», «fd00:1234:5678::1|ip», gateway «192.168.1.1|ip»",
    "peer ::ffff:«203.0.113.7|ip» closed",
    "MAC 00:1a:2b:3c:4d:5e, took 00:01:23:456, ratio 1:2:3:4:5",
    "kernel 6.1.0.18-amd64",
    "reverse lookup: «203.0.113.7|ip»-static.isp.example.net",
    "reverse lookup: host-«203.0.113.7|ip».isp.example.net, client_«203.0.113.7|ip»",
    "missing textures/icon@2x.png",
    // Nothing tells these from addresses: in doubt they are hidden.
    "libc «2.36.0.1|ip»-9, openssl «3.0.11.0|ip»",
    "java.runtime.version=17.0.10+7-LTS, os.version=5.15.0.101",
    "Downloading update 1.20.1.2 of 3.4.5.6-beta, 4.3.2.1b",
    "progress 10.20.30.40%, section 1.2.3.4.5",
    "uptime 12:34:56, 3 days; load 0.10 0.20 0.30",
    "git 7ac24a1f, build #4711, request id 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "passwords are checked; token bucket: 5 tokens; secret santa: off",
    "password reset requested, key pressed, keys: 3",
    "auth token expired at 12:30, refreshing token in 5 s",
    "[vite] hmr update /src/a.ts, x::y, A::B::C, ::before",
    "Docker image itzg/minecraft-server:java17@sha256:" + sha256,
  ],
};

export interface Line {
  text: string;
  /** As it is to be shown. */
  shown: string;
  /** What must not be seen. */
  secrets: readonly string[];
}

/** Reads the marks. */
export function toLine(marked: string): Line {
  const marks = /«([^|»]*)\|([^»]+)»/g;
  const isHidden = (as: string): boolean => as !== "keep";
  return {
    text: marked.replace(marks, "$1"),
    shown: marked.replace(marks, (_, secret: string, as: string) => (isHidden(as) ? `[${as}]` : secret)),
    secrets: [...marked.matchAll(marks)].flatMap(([, secret = "", as = ""]) =>
      isHidden(as) && secret !== "" ? [secret] : [],
    ),
  };
}
