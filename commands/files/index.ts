/** `/files`: what is on a server's disk. */
import { defineGroup } from "../../src/command.ts";
import { compress } from "./compress.ts";
import { copy } from "./copy.ts";
import { decompress } from "./decompress.ts";
import { deleteFile } from "./delete.ts";
import { download } from "./download.ts";
import { edit } from "./edit.ts";
import { list } from "./list.ts";
import { mkdir } from "./mkdir.ts";
import { move } from "./move.ts";
import { read } from "./read.ts";
import { undo } from "./undo.ts";
import { upload } from "./upload.ts";

export const files = defineGroup({
  name: "files",
  description: "Look at a server's files, and change them",
  subcommands: [
    list,
    read,
    download,
    upload,
    edit,
    undo,
    mkdir,
    move,
    copy,
    deleteFile,
    compress,
    decompress,
  ],
});
