/** Every route of the client API. */
import type { Route, ServerRoute } from "../route.ts";
import { accountRoutes } from "./account.ts";
import { backupRoutes } from "./backups.ts";
import { databaseRoutes } from "./databases.ts";
import { fileRoutes } from "./files.ts";
import { networkRoutes } from "./network.ts";
import { scheduleRoutes } from "./schedules.ts";
import { serverRoutes } from "./server.ts";
import { startupRoutes } from "./startup.ts";
import { subuserRoutes } from "./subusers.ts";

export const routes: (Route | ServerRoute)[] = [
  ...accountRoutes,
  ...serverRoutes,
  ...fileRoutes,
  ...backupRoutes,
  ...scheduleRoutes,
  ...databaseRoutes,
  ...networkRoutes,
  ...subuserRoutes,
  ...startupRoutes,
];
