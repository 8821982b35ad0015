/** Routes about the bot itself: gateway address, user, application, commands. */
import { refuse } from "./api-error.ts";
import type { Backend } from "./backend.ts";
import { NO_CONTENT, ok, type RestRequest, type Route } from "./route.ts";
import { userJSON } from "./user.ts";

const COMMANDS = "/applications/:application/commands";
const GUILD_COMMANDS = "/applications/:application/guilds/:guild/commands";
const IDENTIFIES_A_DAY = 1_000;
const DAY_MS = 86_400_000;

export function applicationRoutes(backend: Backend): Route[] {
  const { world, gatewayUrl } = backend;
  const application = (): unknown => ({
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: "",
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: 0,
    bot: userJSON(world.bot),
    team: null,
    approximate_guild_count: world.guilds.size,
  });
  return [
    { method: "GET", path: "/gateway", handle: () => ok({ url: gatewayUrl() }) },
    {
      method: "GET",
      path: "/gateway/bot",
      handle: () => ok({ url: gatewayUrl(), shards: 1, ...START_LIMIT }),
    },
    { method: "GET", path: "/users/@me", handle: () => ok(userJSON(world.bot)) },
    {
      method: "GET",
      path: "/users/:user",
      handle: ({ params }) => ok(userJSON(userOf(backend, params["user"]))),
    },
    { method: "GET", path: "/users/@me/guilds", handle: () => ok(myGuilds(backend)) },
    {
      method: "POST",
      path: "/users/@me/channels",
      handle: ({ body }) => directChannel(backend, body["recipient_id"]),
    },
    { method: "GET", path: "/applications/@me", handle: () => ok(application()) },
    { method: "GET", path: "/oauth2/applications/@me", handle: () => ok(application()) },
    ...commandRoutes(backend, COMMANDS),
    ...commandRoutes(backend, GUILD_COMMANDS),
  ];
}

const START_LIMIT = {
  session_start_limit: {
    total: IDENTIFIES_A_DAY,
    remaining: IDENTIFIES_A_DAY,
    reset_after: DAY_MS,
    max_concurrency: 1,
  },
};

function userOf({ world }: Backend, id = ""): ReturnType<Backend["world"]["user"]> {
  const user = world.users.get(id);
  if (!user) throw refuse("unknownUser");
  return user;
}

function myGuilds({ world }: Backend): unknown {
  return [...world.guilds.values()]
    .filter(({ hasBot }) => hasBot)
    .map((guild) => ({ id: guild.id, name: guild.name, icon: null, owner: false, features: [] }));
}

function directChannel(backend: Backend, recipient: unknown): ReturnType<typeof ok> {
  const user = userOf(backend, typeof recipient === "string" ? recipient : "");
  return ok(backend.world.directChannel(user).toJSON());
}

function commandRoutes({ world, commands }: Backend, path: string): Route[] {
  const scope = ({ params }: RestRequest): string | undefined => {
    if (params["application"] !== world.applicationId) throw refuse("unknownApplication");
    if (params["guild"] !== undefined && !world.guilds.get(params["guild"])?.hasBot)
      throw refuse("missingAccess");
    return params["guild"];
  };
  const one = `${path}/:command`;
  const id = ({ params }: RestRequest): string => params["command"] ?? "";
  return [
    { method: "GET", path, handle: (request) => ok(commands.list(scope(request))) },
    { method: "PUT", path, handle: (request) => ok(commands.overwrite(request.list, scope(request))) },
    {
      method: "POST",
      path,
      handle: (request) => ({ status: 201, body: commands.upsert(request.body, scope(request)) }),
    },
    { method: "GET", path: one, handle: (request) => ok(commands.get(id(request), scope(request))) },
    {
      method: "PATCH",
      path: one,
      handle: (request) => ok(commands.edit(id(request), request.body, scope(request))),
    },
    {
      method: "DELETE",
      path: one,
      handle: (request) => {
        commands.delete(id(request), scope(request));
        return NO_CONTENT;
      },
    },
  ];
}
