/** Whether Discord has called a role that a message names. Pure. */

/** @param posted Discord's answer to the post: it lists the roles that were called. An answer without a list says nothing. */
export function wasLeftUncalled(posted: unknown, roleId: string): boolean {
  if (typeof posted !== "object" || posted === null || !("mention_roles" in posted)) return false;
  const { mention_roles: called } = posted;
  return Array.isArray(called) && !called.includes(roleId);
}
