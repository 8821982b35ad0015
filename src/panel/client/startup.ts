/** How a server is started, and what it is called. Changes count from its next start on. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import { changedVariable, startup, type ChangedVariable, type Startup } from "../wire/startup.ts";

export function startupOf(caller: Caller, server: string) {
  return {
    details: (options: CallOptions = {}): Promise<Startup> =>
      caller.send({
        route: "GET /servers/:server/startup",
        params: { server },
        read: json(startup),
        ...options,
      }),

    /** @throws {PanelError} "invalid" against the variable's rules, "refused" when it may not be changed. */
    setVariable: (key: string, value: string): Promise<ChangedVariable> =>
      caller.send({
        route: "PUT /servers/:server/startup/variable",
        params: { server },
        json: { key, value },
        read: json(changedVariable),
      }),
  };
}

export function settingsOf(caller: Caller, server: string) {
  return {
    /** Without a description, the one there is stays. */
    rename: ({ name, description }: { name: string; description?: string | null }): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/settings/rename",
        params: { server },
        json: { name, description },
        read: nothing,
      }),

    /** Stops the server and runs its installation again. */
    reinstall: (): Promise<void> =>
      caller.send({
        route: "POST /servers/:server/settings/reinstall",
        params: { server },
        read: nothing,
      }),

    /** One of `Startup.dockerImages`. */
    setDockerImage: (image: string): Promise<void> =>
      caller.send({
        route: "PUT /servers/:server/settings/docker-image",
        params: { server },
        json: { docker_image: image },
        read: nothing,
      }),
  };
}
