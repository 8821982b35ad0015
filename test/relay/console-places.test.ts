import { expect, it } from "vitest";
import { findServer } from "../../src/fleet/find-server.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { ConsolePlaces } from "../../src/relay/console-places.ts";

const server = (name: string): FleetServer =>
  ({ key: name, identifier: `${name}-id`, uuid: `${name}-uuid`, name }) as unknown as FleetServer;

/** Counts how often somebody is looked for. */
function fleetOf(...names: string[]) {
  const fleet = {
    servers: names.map(server),
    searches: 0,
    find: (query = names[0] ?? ""): FleetServer => {
      fleet.searches += 1;
      return findServer(fleet.servers, query);
    },
  };
  return fleet;
}

it("gives each server its channels, and the first one those without a server", () => {
  const fleet = fleetOf("survival", "creative", "lobby");
  const places = new ConsolePlaces(fleet, [
    { server: "creative", channelId: "1" },
    { channelId: "2" },
    { server: "creative-id", channelId: "3" },
  ]);
  expect(fleet.servers.map((one) => places.channelIdsOf(one))).toEqual([["2"], ["1", "3"], []]);
});

it("looks for each server once, however often it is asked", () => {
  const fleet = fleetOf("survival", "creative", "lobby");
  const channels = fleet.servers.map(({ key }) => ({ server: key, channelId: `of ${key}` }));
  const places = new ConsolePlaces(fleet, channels);
  for (const one of [...fleet.servers, ...fleet.servers]) places.channelIdsOf(one);
  expect(fleet.searches).toBe(channels.length);
});

it("finds a server that appears later", () => {
  const fleet = fleetOf("survival");
  const places = new ConsolePlaces(fleet, [{ server: "creative", channelId: "1" }]);
  expect(fleet.servers.map((one) => places.channelIdsOf(one))).toEqual([[]]);
  fleet.servers = [...fleet.servers, server("creative")];
  expect(fleet.servers.map((one) => places.channelIdsOf(one))).toEqual([[], ["1"]]);
});
