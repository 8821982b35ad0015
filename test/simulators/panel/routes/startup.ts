/** Start-up variables and settings: what a server runs with, and what it is called. */
import { list } from "../envelope.ts";
import { badRequest, invalid, PanelFault } from "../errors.ts";
import { accepted, noContent, ok, serverRoute, type ServerRoute } from "../route.ts";
import { failures, validate } from "../rules.ts";
import { invocation, variableItem } from "./present.ts";
import { onNode } from "./server.ts";

export const startupRoutes: ServerRoute[] = [
  serverRoute("GET /startup", "startup.read", ({ server: { row } }) =>
    ok(
      list(
        row.variables.filter(({ viewable }) => viewable).map((variable) => variableItem(variable)),
        {
          startup_command: invocation(row, false),
          docker_images: Object.keys(row.images).length > 0 ? row.images : [],
          raw_startup_command: row.invocation,
        },
      ),
    ),
  ),
  serverRoute("PUT /startup/variable", "startup.update", ({ server, input, user }) => {
    validate(input, { key: "required|string", value: "present" });
    const { row } = server;
    const variable = row.variables.find(({ env }) => env === input["key"]);
    if (!variable?.viewable)
      throw badRequest("The environment variable you are trying to edit does not exist.");
    if (!variable.editable) {
      throw badRequest("The environment variable you are trying to edit is read-only.");
    }
    const errors = failures("value", input["value"], variable.rules);
    if (errors.length > 0) throw new PanelFault(422, errors);
    const given = input["value"] ?? "";
    variable.value = typeof given === "string" ? given : JSON.stringify(given);
    server.log("server:startup.edit", user.id, { variable: variable.env, new: variable.value });
    const meta = { startup_command: invocation(row, false), raw_startup_command: row.invocation };
    return ok(variableItem(variable, meta));
  }),
  serverRoute("POST /settings/rename", "settings.rename", ({ server, input, state, user }) => {
    validate(input, { name: "required|string|between:1,191", description: "nullable|string" });
    server.row.name = String(input["name"]);
    if (input["description"] !== undefined)
      server.row.description = (input["description"] as string | null) ?? "";
    server.log("server:settings.rename", user.id, { name: server.row.name });
    state.changed(server.uuid, "renamed");
    return noContent;
  }),
  serverRoute("POST /settings/reinstall", "settings.reinstall", async ({ server, state, user }) => {
    await onNode(state.wings, async () => {
      const done = server.node.reinstall();
      // Refused at once, or it goes on without the request.
      await Promise.race([done, Promise.resolve()]);
    });
    server.row.status = "installing";
    server.log("server:reinstall", user.id);
    state.changed(server.uuid, "installing");
    return accepted;
  }),
  serverRoute("PUT /settings/docker-image", "startup.docker-image", ({ server, input, user }) => {
    validate(input, { docker_image: "required|string|max:191" });
    const images = Object.values(server.row.images);
    const wanted = String(input["docker_image"]);
    if (!images.includes(wanted)) {
      throw invalid("docker_image", "in", "The selected docker image is invalid.");
    }
    if (!images.includes(server.row.image)) {
      throw badRequest(
        "This server's Docker image has been manually set by an administrator and cannot be updated.",
      );
    }
    server.row.image = wanted;
    server.log("server:startup.image", user.id, { new: wanted });
    return noContent;
  }),
];
