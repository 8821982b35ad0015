import type { Interaction } from "discord.js";
import { expect, test } from "vitest";
import { standingOf } from "../../src/discord/standing.ts";

const guildId = "200000000000000000";
const roleId = "200000000000000001";

const standing = (member: unknown) =>
  standingOf({ member, guildId, memberPermissions: null } as unknown as Interaction);

test.each([
  ["a cached member", { roles: { cache: new Map([guildId, roleId].map((id) => [id, {}])) } }, [roleId]],
  ["a member as Discord sends it", { roles: [roleId] }, [roleId]],
  ["a member who was given @everyone by name", { roles: [guildId] }, []],
  ["nobody readable", null, []],
])("%s holds the roles that were given, never @everyone", (_, member, roleIds) => {
  expect([...standing(member).roleIds]).toEqual(roleIds);
});
