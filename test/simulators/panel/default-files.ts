/** The files that the default servers start with; their names are as awkward as real ones. */
import type { Files } from "../wings/files.ts";
import type { GameName } from "./default-world.ts";

const properties = `#Minecraft server properties
difficulty=normal
gamemode=survival
level-name=world
max-players=20
motd=A Roost of one's own
online-mode=true
server-port=25565
view-distance=10
white-list=false
`;

const minecraftFiles: Record<string, string> = {
  "server.properties": properties,
  "eula.txt": "eula=true\n",
  "ops.json": "[]\n",
  "whitelist.json": "[]\n",
  "banned-players.json": "[]\n",
  "bukkit.yml": "settings:\n  allow-end: true\n",
  "logs/latest.log": '[04:00:12] [Server thread/INFO]: Done (4.2s)! For help, type "help"\n',
  "world/session.lock": "☃",
  "world/region/r.0.0.mca": "\u0000\u0001region",
  "world/playerdata/5f2a.dat": "\u0000player",
  "plugins/LuckPerms/config.yml": "server: global\n",
  "plugins/My Plugin & Co/100% notes.txt": "names with blanks, percent signs and ampersands\n",
  "screenshots/🏰 castle.txt": "an emoji in the name\n",
  "read me.txt": "a blank in the name\n",
  "secrets.denied": "no egg lets you touch this\n",
};
/** Larger than what the panel's editor opens; shared, because nothing changes a file's bytes in place. */
const jar = Buffer.alloc(5 * 1024 * 1024, "PK");

const valheimFiles: Record<string, string> = {
  "start_server.sh": "#!/bin/bash\n./valheim_server.x86_64\n",
  "adminlist.txt": "// List admin players ID  ONE per line\n",
  "worlds_local/Midgard.db": "\u0000world",
  "worlds_local/Midgard.fwl": "\u0000meta",
  "logs/player.log": "02/03/2026 10:00:00: Game server connected\n",
};

const rustFiles: Record<string, string> = {
  "server/rust/cfg/server.cfg": 'server.description "Be kind"\nserver.saveinterval 300\n',
  "server/rust/cfg/users.cfg": 'ownerid 76561198000002000 "olivia" "owner"\n',
  "server/rust/proceduralmap.3000.1337.250.map": "\u0000map",
  "server/rust/player.deaths.5.db": "\u0000deaths",
  "oxide/config/Kits.json": '{ "Kit chat command": "kit" }\n',
  "oxide/plugins/Kits.cs": "namespace Oxide.Plugins { class Kits {} }\n",
  "logs/console.log": "Server startup complete\n",
};

const gameFiles: Record<GameName, Record<string, string>> = {
  minecraft: minecraftFiles,
  valheim: valheimFiles,
  rust: rustFiles,
};

export function fillFiles(files: Files, game: GameName): void {
  const { tree } = files;
  for (const [path, text] of Object.entries(gameFiles[game])) {
    tree.put(path, tree.file(Buffer.from(text)));
  }
  if (game !== "minecraft") return;
  tree.put("server.jar", tree.file(jar));
  tree.put("latest.log", tree.link("logs/latest.log"));
}
