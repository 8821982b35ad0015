/** Buttons about one server that work for ever: under alerts, status messages and what commands answer. Pure. */
import type { Button } from "../reply.ts";

interface Keyed {
  readonly key: string;
}

export const startButton = ({ key }: Keyed): Button => ({
  label: "Start",
  style: "success",
  command: "power",
  options: { signal: "start", server: key },
  lasts: true,
});

export const consoleButton = ({ key }: Keyed): Button => ({
  label: "Console",
  style: "secondary",
  command: "console tail",
  options: { server: key },
  lasts: true,
});

/** Asks for one console command and sends it, with the access, the rules and the record of `/cmd`. */
export const sendCommandButton = ({ key }: Keyed): Button => ({
  label: "Send command",
  style: "primary",
  command: "cmd",
  options: { server: key },
  lasts: true,
});
