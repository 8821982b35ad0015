/** Tells the daemon's own console lines from the game's (panel-contract 9.5). */

/** ESC[33m ESC[1m `[<App> Daemon]:` ESC[39m text ESC[0m, where the hoster may have renamed the app. */
const daemonLine =
  /^(?:\u001B\[[\d;]*m ?)+\[[^\]]{1,60} Daemon\]:(?:\u001B\[[\d;]*m)* ?(.*?)(?:\u001B\[[\d;]*m)*$/s;

/**
 * What the daemon says in a console line, without the prefix and its colours; `undefined` for a line of the game.
 * Such lines are live only: the history that `send logs` replays does not hold them.
 */
export function daemonText(line: string): string | undefined {
  // Most lines are the game's: one character tells.
  if (!line.startsWith("\u001B")) return undefined;
  return daemonLine.exec(line)?.[1];
}
