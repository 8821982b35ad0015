/** How the node describes one entry of a directory. */
import { posix } from "node:path";
import { atom } from "../game/sim-clock.ts";
import type { TreeNode } from "./tree.ts";

/** The attributes of a `file_object`. */
export interface FileStat {
  name: string;
  mode: string;
  mode_bits: string;
  size: number;
  is_file: boolean;
  /** Constantly false in current Wings: a link shows by its mode only. */
  is_symlink: boolean;
  mimetype: string;
  created_at: string;
  modified_at: string;
}

const mimetypes: Record<string, string> = {
  ".json": "application/json",
  ".jar": "application/jar",
  ".zip": "application/zip",
  ".gz": "application/gzip",
  ".png": "image/png",
};
const letters: Record<TreeNode["kind"], string> = { file: "-", directory: "d", link: "L", pipe: "p" };

export function listEntry(name: string, node: TreeNode, target: TreeNode | undefined): FileStat {
  return {
    name,
    mode: letters[node.kind] + modeText(node.mode),
    mode_bits: node.mode.toString(8),
    size: node.kind === "file" ? node.data.length : node.kind === "directory" ? 4096 : 0,
    is_file: node.kind !== "directory",
    is_symlink: false,
    mimetype: mimetypeOf(name, target ?? node),
    created_at: atom(node.createdAt),
    modified_at: atom(node.modifiedAt),
  };
}

function modeText(mode: number): string {
  return "rwxrwxrwx".replaceAll(/./g, (letter, index: number) => (mode & (0o400 >> index) ? letter : "-"));
}

function mimetypeOf(name: string, node: TreeNode): string {
  if (node.kind === "directory") return "inode/directory";
  if (node.kind !== "file") return "application/octet-stream";
  const known = mimetypes[posix.extname(name)];
  if (known) return known;
  return node.data.subarray(0, 512).includes(0) ? "application/octet-stream" : "text/plain; charset=utf-8";
}
