import { describe, expect, it } from "vitest";
import { redact } from "../../src/relay/redact.ts";

const panelKey = `ptlc_${"x".repeat(43)}`;
const jwt = `eyJ${"a".repeat(20)}.${"b".repeat(30)}.${"c".repeat(20)}`;
const botToken = `${"M".repeat(24)}.${"G".repeat(6)}.${"k".repeat(38)}`;
const hex40 = "0a1b2c3d".repeat(5);
const mixed = "aB3dE5fG".repeat(6);

describe("what is hidden", () => {
  it.each([
    // Minecraft
    [
      "Steve[/203.0.113.7:53412] logged in with entity id 12 at (1.5, 64.0, 3.2)",
      "Steve[/[ip]:53412] logged in with entity id 12 at (1.5, 64.0, 3.2)",
    ],
    [
      "com.mojang.authlib.GameProfile@1f2e[name=Steve] (/198.51.100.4:1) lost connection",
      "com.mojang.authlib.GameProfile@1f2e[name=Steve] (/[ip]:1) lost connection",
    ],
    ["/[2001:db8:0:0:0:0:2:1]:53412 lost connection", "/[[ip]]:53412 lost connection"],
    ["from 2001:db8::2:1 and fe80::1%eth0", "from [ip] and [ip]%eth0"],
    ["from ::ffff:203.0.113.7", "from ::ffff:[ip]"],
    ["Steve issued server command: /login hunter2", "Steve issued server command: /login [hidden]"],
    [
      "Steve issued server command: /register hunter2 hunter2",
      "Steve issued server command: /register [hidden]",
    ],
    ["rcon.password=hunter2", "rcon.password=[hidden]"],
    // Valheim, Rust, Palworld
    [
      './valheim_server.x86_64 -name "My" -password "hunter 2" -public 1',
      './valheim_server.x86_64 -name "My" -password [hidden] -public 1',
    ],
    [
      "Command Line: +rcon.password hunter2 +server.port 28015",
      "Command Line: +rcon.password [hidden] +server.port 28015",
    ],
    [
      "203.0.113.7:61234/76561198000000000/Bob joined [linux/76561198000000000]",
      "[ip]:61234/76561198000000000/Bob joined [linux/76561198000000000]",
    ],
    [
      'AdminPassword="hunter2",ServerPassword="",PublicPort=8211',
      "AdminPassword=[hidden],ServerPassword=[hidden],PublicPort=8211",
    ],
    [
      "[LOG] Bob connected from 203.0.113.7 (User id: steam_76561198000000000)",
      "[LOG] Bob connected from [ip] (User id: steam_76561198000000000)",
    ],
    // keys and people
    ["contact bob.smith+mc@mail.example.co.uk now", "contact [e-mail] now"],
    [`using ${panelKey}`, "using [token]"],
    [`session ${jwt} ok`, "session [token] ok"],
    [`logged in as ${botToken}`, "logged in as [token]"],
    [
      `https://discord.com/api/webhooks/${"1".repeat(18)}/${"w".repeat(68)}`,
      `https://discord.com/api/webhooks/${"1".repeat(18)}/[token]`,
    ],
    ["Authorization: Bearer abc.def-123456", "Authorization: Bearer [token]"],
    [`hash ${hex40}`, "hash [token]"],
    [`key ${mixed}`, "key [token]"],
    ["mysql://root:hunter2@db:3306/x", "mysql://root:[hidden]@db:3306/x"],
    ['{"password": "hunter2", "user": "bob"}', '{"password": [hidden], "user": "bob"}'],
    ["password='never closed", "password=[hidden]"],
    ["GET /x?token=abcdef&y=1", "GET /x?token=[hidden]&y=1"],
    ["api-key: 12345", "api-key: [hidden]"],
  ])("%s", (line, expected) => {
    expect(redact(line)).toBe(expected);
  });
});

describe("what stays", () => {
  it.each([
    "[12:34:56] [Server thread/INFO]: Starting minecraft server version 1.20.4",
    "Loading Forge 47.2.0, for MC 1.20.1 with MCP 20230612.114412",
    "This server is running Paper version 1.20.4-496 (MC: 1.20.4)",
    "Loaded mod forge-1.20.4.1.jar, build 1.2.3.4, v0.217.46.0, Version: 1.4.9.1",
    "Starting Minecraft server on 0.0.0.0:25565",
    "Listening on 127.0.0.1:8080 and [::1]:8080 and :: and localhost",
    "UUID of player Steve is 069a79f4-44e9-4726-a5be-fca90e38aaf5",
    "profile 069a79f444e94726a5befca90e38aaf5",
    "mac 00:1a:2b:3c:4d:5e at 12:34:56:789",
    "Teleported Steve to 12.5, 64.0, -133.75",
    "std::string dead::Beef Foo::bar()",
    "Unexpected password: null, token: false",
    "java.lang.IllegalStateException: at com.example.Foo$Bar.baz(Foo.java:12) ~[paper-1.20.4.jar:git-Paper-496]",
    "Can't keep up! Is the server overloaded? Running 2034ms or 40 ticks behind",
    "[Rust] Saved 12,345 ents, cache(0.05), write(0.02), disk(0.01).",
    "Valheim version: l-0.217.46 (network version 20)",
    "Steve issued server command: /gamemode creative",
    "<Steve> look at /home/container/plugins/Essentials/userdata and /var/log now",
    "Item@4f2a bound; @a[distance=..5]",
    "keybind registered, tokens: 5, 30 basic items",
  ])("%s", (line) => {
    expect(redact(line)).toBe(line);
  });

  it("takes little time on long hostile lines", () => {
    const hostile = [
      "-eyJ",
      "a.",
      "token ",
      "1.1.",
      "a:",
      "/l  ",
      "x@",
      "-password",
      "aB3",
      "://u:",
      "\"'=",
      "::1",
      "mods: ",
      "mod a 1.1.1.1 ",
      "rcon_",
      "a_password x",
      "hooks.slack.com/services/",
      "/user add ",
      "aversion 1.1.1.1 ",
      "authorization: ",
      'a_password" ',
      "?a=",
      `sha1 ${"a".repeat(41)} `,
    ];
    const startedAt = performance.now();
    for (const part of hostile) redact(`key@:: ${part.repeat(65_536 / part.length)}`);
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});
