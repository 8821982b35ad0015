/** Who and what an id stands for, in the guild that is on screen. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const Guild = createContext(undefined);

/** Opens a channel or a thread by its id. */
export const Show = createContext(undefined);

export function useNames() {
  const scene = useContext(Guild);
  const nameIn = (list, id) => list.find((one) => one.id === id)?.name;
  return {
    scene,
    user: (id) => scene.users.find((one) => one.id === id),
    userName: (id) => nameIn(scene.users, id) ?? "unknown",
    roleName: (id) => nameIn(scene.roles, id)?.replace(/^@/, "") ?? "unknown",
    channel: (id) => scene.channels.find((one) => one.id === id),
    channelName: (id) => nameIn(scene.channels, id) ?? "unknown",
  };
}
