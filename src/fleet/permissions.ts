/** What the key's owner may do on a server (panel-contract 10). Pure. */

/** `*` stands for everything that is not for the panel's administrators. */
export function isPermitted(granted: readonly string[], permission: string): boolean {
  return granted.includes(permission) || (granted.includes("*") && !permission.startsWith("admin."));
}
